import { createRedactor, isReference, type Redact, Secret } from "../base/secret.js";
import { isSecretAt, type Place, placeOf } from "../client/operations/secret-fields.js";
import type { Call } from "../toolkit/define.js";
import type { SecretPlaces } from "./secrets.js";

/** A redactor that also knows the secrets that a plan's own steps send: a response of Fivetran's may repeat them. */
export function redactorOf(steps: readonly Call[], { refs }: SecretPlaces, redact: Redact): Redact {
  const found = [...refs.values()].filter((secret) => secret !== undefined);
  const gather = (value: unknown, place: Place): void => {
    if (typeof value === "object" && value !== null) {
      if (isReference(value)) return;
      for (const [key, inner] of Object.entries(value)) gather(inner, placeOf(place, key));
    } else if (typeof value === "string" && isSecretAt(place)) found.push(new Secret(value));
  };
  for (const step of steps) gather(step.body, {});
  const own = createRedactor(found);
  return (text) => redact(own(text));
}
