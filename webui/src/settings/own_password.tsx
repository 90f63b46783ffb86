// SPDX-License-Identifier: Apache-2.0
// One's own password, asked once more before what would give the house to whoever finds this page open.
import { Field } from "../components/field";
import type { Sending } from "../components/form";
import { fieldProblem } from "../components/problem";
import { t } from "../language";

interface Props {
  value: string;
  onValue: (value: string) => void;
  sending: Sending;
}

export function OwnPassword({ value, onValue, sending }: Props) {
  return <Field label={t("adult.own-password")} type="password" autocomplete="current-password" value={value} onValue={onValue} required problem={fieldProblem(sending.problem, "own_password")} />;
}
