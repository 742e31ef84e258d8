import { api, unwrap } from "@/api/client";

export const logIn = (account: string, password: string) =>
  unwrap(api.POST("/api/session", { body: { account, password } }), { keepOn401: true });

/** The one-time link of a new account: whoever holds it sets the first password. */
export const claimAccount = (token: string, password: string) =>
  unwrap(api.POST("/api/session/claim", { body: { token, password } }), { keepOn401: true });

export const changePassword = (previous: string, next: string) =>
  unwrap(api.POST("/api/session/password", { body: { old: previous, new: next } }));
