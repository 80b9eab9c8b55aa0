import * as z from "zod";
import { ENUMS } from "../../client/operations/generated/enums.js";

const { modify_connection_schema_config: CHOICES } = ENUMS;

export const TargetType = z.enum(CHOICES["schemas.*.tables.*.columns.*.target_data_type"]);

const TEXT = ["STARTS_WITH", "CONTAINS"];
const NO_VALUE = ["IS_NULL", "IS_NOT_NULL"];
const LISTED = ["LONG", "STRING", "FLOAT", "DOUBLE"];

const Clause = z
  .object({
    column: z.string().min(1).max(500),
    column_type: z.enum(CHOICES["schemas.*.tables.*.row_filter.column_clauses.column_type"]),
    operator: z.enum(CHOICES["schemas.*.tables.*.row_filter.column_clauses.operator"]),
    values: z.array(z.string().max(1000)).optional(),
  })
  .refine(({ column_type, operator, values = [] }) => {
    if (NO_VALUE.includes(operator)) return values.length === 0;
    if (operator === "IN") return LISTED.includes(column_type) && values.length > 0;
    if (TEXT.includes(operator)) return column_type === "STRING" && values.length === 1;
    return column_type !== "BOOLEAN" && values.length === 1;
  }, "the operator does not fit the type of the column or the number of values");

/** Selects the rows of a table to sync. */
export const RowFilter = z
  .object({
    name: z.string().min(1),
    description: z.string(),
    operator: z.enum(CHOICES["schemas.*.tables.*.row_filter.operator"]).optional(),
    column_clauses: z.array(Clause).min(1).max(10),
  })
  .refine(
    ({ operator, column_clauses }) => operator === undefined || column_clauses.length > 1,
    "an operator needs two clauses",
  );
export type RowFilter = z.infer<typeof RowFilter>;
