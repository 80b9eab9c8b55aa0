import { type AppError, inputError, isClosed } from "../../base/errors.js";
import { bare, quoted } from "../../base/text.js";
import {
  type Call,
  call,
  type Json,
  type OperationId,
  type ReadContext,
  type StepOutcome,
} from "../../toolkit/define.js";

type Fields = Record<string, Json>;

interface Invitation {
  /** The body without the fields that only the invitation needs. */
  own: Fields | undefined;
  /** The invitation, which is sent first. */
  invitation?: Call;
  notes: string[];
}

/**
 * Returns the invitation that must come first if a user who is not in the account is added to a
 * group. An invitation also requires a name.
 */
export async function invitationFor(
  operation: OperationId,
  body: Fields | undefined,
  { fivetran, signal, notation }: ReadContext,
): Promise<Invitation> {
  const { given_name, family_name, ...own } = body ?? {};
  const { email } = own;
  if (operation !== "add_user_to_group" || typeof email !== "string") {
    return { own: body, notes: [] };
  }
  const named = typeof given_name === "string" && typeof family_name === "string";
  const found = await isUser(email, { fivetran, signal });
  if (found === true) {
    const unused = given_name !== undefined || family_name !== undefined;
    return {
      own,
      notes: unused ? [`${bare(email)} is already in the account and gets no invitation.`] : [],
    };
  }
  if (found === undefined && !named) {
    const unread = "this program's API key or settings do not allow listing users";
    return {
      own,
      notes: [`It was not checked whether ${bare(email)} is in the account: ${unread}.`],
    };
  }
  if (!named) {
    throw inputError(
      `${quoted(email, 120)} is not a user of this account.`,
      `Nothing was sent. Check the address with ${notation.tool("read_api", { operation_id: "list_all_users" })}, or add given_name and family_name to body, so that the same plan invites the user first.`,
      { email },
    );
  }
  return {
    own,
    invitation: call("create_user", {}, { email, given_name, family_name }),
    notes: [
      `${bare(email)} is not in the account, so it is invited first, as ${quoted(`${given_name} ${family_name}`, 120)}. The user gets only the role in the group, and no role in the account.`,
      "Fivetran sends the invitation by e-mail.",
    ],
  };
}

/**
 * Returns true if an address belongs to a user of the account. Undefined if the users may not be
 * read.
 */
async function isUser(
  email: string,
  { fivetran, signal }: Pick<ReadContext, "fivetran" | "signal">,
): Promise<boolean | undefined> {
  const wanted = email.trim().toLowerCase();
  try {
    for await (const user of fivetran.users.list({ signal })) {
      if (user.email?.toLowerCase() === wanted) return true;
    }
    return false;
  } catch (error) {
    if (isClosed(error)) return undefined;
    throw error;
  }
}

const invited = (operation: OperationId, outcomes: readonly StepOutcome[]) =>
  operation === "add_user_to_group"
    ? outcomes.find(({ call: sent }) => sent.operation === "create_user")
    : undefined;

/** Returns the outcomes of the change itself, without the invitation. */
export function withoutInvitation(operation: OperationId, outcomes: readonly StepOutcome[]) {
  const first = invited(operation, outcomes);
  return outcomes.filter((outcome) => outcome !== first);
}

/** Marks the result as partial if the invitation was sent but the role was not granted. */
export function invitationOutcome(operation: OperationId, outcomes: readonly StepOutcome[]) {
  const whole =
    invited(operation, outcomes) === undefined || outcomes.every(({ state }) => state === "done");
  return whole ? {} : { status: "partial" as const };
}

export function invitationNotes(
  operation: OperationId,
  outcomes: readonly StepOutcome[],
): string[] {
  const first = invited(operation, outcomes);
  if (first === undefined) return [];
  if (first.state === "done") {
    // The reason is reported with the outcome of the change itself.
    const granted = outcomes.every(({ state }) => state === "done");
    return [
      "Fivetran invited the user by e-mail. The user has access after accepting the invitation.",
      ...(granted ? [] : ["It is not confirmed that the user has the role in the group."]),
    ];
  }
  const why = "error" in first ? ` ${saidBy(first.error)}` : "";
  return first.state === "unknown"
    ? [`It is not known whether the invitation was sent. The role was not granted.${why}`]
    : [`The invitation failed, and the role was not granted.${why}`];
}

const saidBy = ({ message, hint }: AppError) => [message, hint].filter(Boolean).join(" ");
