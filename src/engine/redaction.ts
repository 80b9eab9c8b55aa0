import { createMask, isSecretName, Secret } from "../base/secret.js";
import type { Call } from "../toolkit/define.js";
import type { SecretPlaces } from "./secrets.js";

// Shorter ones would garble ordinary words.
const SHORTEST = 6;

/** Takes the secrets that a plan's own steps send out of a text: a response of Fivetran's may repeat them. */
export function redactorOf(
  steps: readonly Call[],
  { refs }: SecretPlaces,
): (text: string) => string {
  const found = [...refs.values()].flatMap((secret) => (secret === undefined ? [] : [secret]));
  const gather = (value: unknown, secret: boolean): void => {
    if (Array.isArray(value)) for (const item of value) gather(item, secret);
    else if (typeof value === "object" && value !== null) {
      if ("secret_ref" in value) return;
      for (const [key, inner] of Object.entries(value)) gather(inner, secret || isSecretName(key));
    } else if (secret && typeof value === "string") found.push(new Secret(value));
  };
  for (const step of steps) gather(step.body, false);
  return createMask(found.filter((secret) => secret.reveal().length >= SHORTEST));
}
