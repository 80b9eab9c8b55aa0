/** What the operator expects of a connector, by the first rule that matches it. */
export interface Expectation {
  /** The name of the rule. */
  rule: string;
  maxAgeHours?: number | undefined;
  owner?: string | undefined;
  /** `low`: data that is too old is listed and is not a problem. */
  severity: "critical" | "normal" | "low";
  /** Within the rule's quiet hours: when they end, such as `08:00 Europe/Berlin`. */
  quietUntil(now: Date): string | undefined;
}

/** What rules match a connector by. */
export interface Expected {
  id: string;
  name: string;
  service: string;
  group: { id: string; name: string | undefined };
}

/** The rules of the operator's file. */
export interface Expectations {
  /** How many rules there are. */
  rules: number;
  /** Rules match by group, so that the names of groups have to be known. */
  namesGroups: boolean;
  of(connector: Expected): Expectation | undefined;
}
