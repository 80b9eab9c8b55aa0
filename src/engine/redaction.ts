import { createMask, isReference, Secret } from "../base/secret.js";
import { isSecretAt, type Place, placeOf } from "../client/operations/secret-fields.js";
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
  const gather = (value: unknown, place: Place): void => {
    if (typeof value === "object" && value !== null) {
      if (isReference(value)) return;
      for (const [key, inner] of Object.entries(value)) gather(inner, placeOf(place, key));
    } else if (typeof value === "string" && isSecretAt(place)) found.push(new Secret(value));
  };
  for (const step of steps) gather(step.body, {});
  return createMask(found.filter((secret) => secret.reveal().length >= SHORTEST));
}
