import { send } from "@/api/client";
import { type StaffSession } from "@/lib/session";

export const logIn = (account: string, password: string) =>
  send<StaffSession>("post", "/api/session", { body: { account, password }, keepOn401: true });

/** The one-time link of a new account: whoever holds it sets the first password. */
export const claimAccount = (token: string, password: string) =>
  send<StaffSession>("post", "/api/session/claim", { body: { token, password }, keepOn401: true });

export const changePassword = (previous: string, next: string) =>
  send("post", "/api/session/password", {
    body: { old: previous, new: next },
    keepOn401: true,
  });
