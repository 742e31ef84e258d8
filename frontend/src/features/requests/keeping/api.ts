import { api, type Schemas, unwrap } from "@/api/client";
import { upload } from "@/lib/upload";

export type Resource = Schemas["ResourceOut"];
export type ResourceKind = Resource["kind"];
export type ResourceEdit = Schemas["PatchedResourceEditRequest"];
export type Lane = Schemas["WeekLane"];
export type Slot = Schemas["WeekSlot"];
export type Person = Schemas["GrantPerson"];
export type NewGrant = Schemas["BalanceGrantInRequest"];

export const KINDS: { key: ResourceKind; label: string; measure: string }[] = [
  { key: "car", label: "车辆", measure: "座位数" },
  { key: "room", label: "会议室", measure: "座位数" },
  { key: "seal", label: "印章", measure: "" },
  { key: "stock", label: "物品", measure: "入库总数" },
];

export const readResources = async (kind: ResourceKind): Promise<Resource[]> =>
  (await unwrap(api.GET("/api/requests/resources", { params: { query: { kind } } }))).results;

export const addResource = (body: Schemas["ResourceInRequest"]) =>
  unwrap(api.POST("/api/requests/resources", { body }));

export const editResource = (resource_id: string, body: ResourceEdit) =>
  unwrap(
    api.PATCH("/api/requests/resources/{resource_id}", {
      params: { path: { resource_id } },
      body,
    }),
  );

export const readWeek = (kind: "car" | "room", first: string) =>
  unwrap(
    api.GET("/api/requests/resources/week", {
      params: { query: { kind, first: first || undefined } },
    }),
  );

export const readPeople = async (year: number): Promise<Person[]> =>
  (await unwrap(api.GET("/api/requests/balances/people", { params: { query: { year } } }))).results;

export const readGrants = async (staff_id: string, year: number) =>
  (
    await unwrap(
      api.GET("/api/requests/balances/{staff_id}/grants", {
        params: { path: { staff_id }, query: { year } },
      }),
    )
  ).results;

export const grant = (body: NewGrant) => unwrap(api.POST("/api/requests/balances", { body }));

export const sendTable = (file: File): Promise<Schemas["GrantTableOut"]> =>
  upload("/api/requests/balances/table", file, () => undefined);
