// SPDX-License-Identifier: Apache-2.0
// The one way to the daemon. Every answer is JSON or a Problem (RFC 9457) with its place and its cure. A strong ETag of a GET is kept, so that
// asking again costs a 304; what is written names the ETag it was made from.

import type { GrantRefusal } from "./types";

const ROOT = "/api/v1";
const PATIENCE_MS = 20_000;
const LONG_PATIENCE_MS = 180_000; // for a large file over a weak radio link
const BUSY_MS = 500;

export class Problem extends Error {
  readonly status: number; // 0: no answer came
  readonly title: string;
  readonly detail: string;
  readonly cure: string;
  readonly pointer: string; // RFC 6901, into what was sent; empty: the whole
  readonly needsConfirmation: boolean;
  readonly refusal: GrantRefusal | null;
  readonly etag: string | null; // of a 412: today's

  constructor(status: number, body: Record<string, unknown> = {}, etag: string | null = null) {
    const text = (key: string) => (typeof body[key] === "string" ? (body[key] as string) : "");
    super(text("title") || `status ${status}`);
    this.status = status;
    this.title = text("title");
    this.detail = text("detail");
    this.cure = text("cure");
    this.pointer = text("pointer");
    this.needsConfirmation = body["needs_confirmation"] === true;
    this.refusal = (body["refusal"] as GrantRefusal | undefined) ?? null;
    this.etag = etag;
  }
  get isStale() {
    return this.status === 412;
  }
  get isAway() {
    return this.status === 0;
  }
  get isSignedOut() {
    return this.status === 401;
  }
}

export interface Got<T> {
  data: T;
  etag: string | null;
}

let token: string | null = null;
let onSignedOut: () => void = () => {};
const kept = new Map<string, Got<unknown>>();

export function useToken(next: string | null) {
  token = next;
}
export function whenSignedOut(run: () => void) {
  onSignedOut = run;
}
// What was kept belongs to who was signed in.
export function forgetAnswers() {
  kept.clear();
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.headers.get("Content-Type") === "application/octet-stream") return response.blob();
  const text = await response.text();
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function ask<T>(method: string, path: string, body?: unknown, ifMatch?: string | null, patience = PATIENCE_MS): Promise<Got<T>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const before = method === "GET" ? kept.get(path) : undefined;
  if (before?.etag) headers["If-None-Match"] = before.etag;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && token) headers["X-Darban-Token"] = token;
  if (ifMatch) headers["If-Match"] = ifMatch;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  let response: Response;
  let answer: unknown;
  try {
    const wish: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: stop.signal };
    if (body !== undefined) wish.body = JSON.stringify(body);
    response = await fetch(ROOT + path, wish);
    if (response.status === 304 && before) return before as Got<T>;
    answer = await bodyOf(response);
  } catch {
    throw new Problem(0);
  } finally {
    clearTimeout(timer);
  }
  const etag = response.headers.get("ETag");
  if (!response.ok) {
    const problem = new Problem(response.status, (answer ?? {}) as Record<string, unknown>, etag);
    if (problem.isSignedOut && problem.pointer === "" && path !== "/session") onSignedOut(); // with a pointer, a code or a password did not fit
    throw problem;
  }
  const got = { data: answer as T, etag };
  if (method === "GET" && etag) kept.set(path, got);
  return got;
}

// A daemon that is busy for a moment is asked a second time: reading changes nothing.
async function read<T>(path: string): Promise<Got<T>> {
  try {
    return await ask<T>("GET", path);
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.status !== 503) throw thrown;
    await new Promise((resolve) => setTimeout(resolve, BUSY_MS));
    return ask<T>("GET", path);
  }
}

export const api = {
  get: read,
  post: <T>(path: string, body: unknown = {}, ifMatch?: string | null) => ask<T>("POST", path, body, ifMatch),
  slow: <T>(path: string, body: unknown) => ask<T>("POST", path, body, null, LONG_PATIENCE_MS),
  file: async (path: string, body: unknown) => (await ask<Blob>("POST", path, body)).data,
  put: <T>(path: string, body: unknown, ifMatch?: string | null) => ask<T>("PUT", path, body, ifMatch),
  patch: <T>(path: string, body: unknown) => ask<T>("PATCH", path, body),
  remove: <T>(path: string) => ask<T>("DELETE", path),
};

export const asProblem = (thrown: unknown): Problem => (thrown instanceof Problem ? thrown : new Problem(0, { detail: String(thrown) }));
