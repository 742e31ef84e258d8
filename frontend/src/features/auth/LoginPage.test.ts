import { flushPromises, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";

import { Refusal } from "@/api/client";
import { setHost } from "@/lib/host";
import { setStaffSession, type StaffSession, useSession } from "@/lib/session";

import { logIn } from "./api";
import LoginPage from "./LoginPage.vue";

vi.mock("./api");

const blank = { template: "<p />" };

async function open(address = "/login") {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: "/login", component: LoginPage },
      { path: "/:rest(.*)*", component: blank },
    ],
  });
  await router.push(address);
  const page = mount(LoginPage, { global: { plugins: [router] }, attachTo: document.body });
  const [account, password] = page.findAll("input");
  const submit = async (name: string, secret: string) => {
    await account!.setValue(name);
    await password!.setValue(secret);
    await page.find("form").trigger("submit");
    await flushPromises();
  };
  return { page, router, account: account!, password: password!, submit };
}

describe("the login page", () => {
  beforeEach(() => {
    setHost({
      kind: "unit",
      city: { name: "合川区", url: "http://city.localhost" },
      unit: {
        code: "1",
        name: "合川区太和镇人民政府",
        short_name: "太和镇",
        kind: "town",
        subdomain: "taihe",
      },
      demo: false,
      events_url: "",
    });
    setStaffSession(null);
  });
  afterEach(() => {
    document.body.replaceChildren();
    vi.mocked(logIn).mockReset();
  });

  it("lets in and goes where one wanted to go, but never to a foreign address", async () => {
    const session = { staff: { name: "王晓敏" } } as StaffSession;
    vi.mocked(logIn).mockResolvedValue(session);

    const wanted = await open("/login?next=/outgoing/7");
    await wanted.submit(" wangxiaomin ", "quiet-river-77");
    expect(logIn).toHaveBeenCalledWith("wangxiaomin", "quiet-river-77");
    expect(wanted.router.currentRoute.value.fullPath).toBe("/outgoing/7");
    expect(useSession().staff.value?.name).toBe("王晓敏");

    const lured = await open("/login?next=//evil.example/login");
    await lured.submit("wangxiaomin", "quiet-river-77");
    expect(lured.router.currentRoute.value.fullPath).toBe("/");
  });

  it("asks nothing of the server while a field is empty", async () => {
    const { page, account, submit } = await open();
    await submit("", "x");
    expect(logIn).not.toHaveBeenCalled();
    expect(page.text()).toContain("请输入账号");
    expect(document.activeElement).toBe(account.element);
  });

  it("says what is wrong at the field and takes the focus there", async () => {
    const message = "账号或密码不正确。";
    const refusal = { code: "login.wrong", status: 401, message, byField: { password: message } };
    vi.mocked(logIn).mockRejectedValue(new Refusal(refusal));
    const { page, password, submit } = await open();
    await submit("wangxiaomin", "wrong");
    expect(password.attributes("aria-invalid")).toBe("true");
    expect(page.find(`#${password.attributes("aria-describedby")}`).text()).toBe(message);
    expect(document.activeElement).toBe(password.element);
  });

  it("counts down while the account is locked, and sends nothing meanwhile", async () => {
    vi.mocked(logIn).mockRejectedValue(
      new Refusal({ code: "login.locked", status: 429, message: "", extra: { retry_after: 95 } }),
    );
    const { page, submit } = await open();
    await submit("wangxiaomin", "wrong");
    expect(page.text()).toContain("1 分 35 秒");
    await submit("wangxiaomin", "again");
    expect(logIn).toHaveBeenCalledOnce();
  });
});
