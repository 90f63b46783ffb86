// SPDX-License-Identifier: Apache-2.0
// A list of doors, put together one by one: a menu to add, a button on each to take away.
import { useId } from "preact/hooks";
import { Icon } from "../components/icon";
import { t, textOf } from "../language";
import { catalog } from "../state";
import { doorTitle, serviceKey } from "./titles";

export function DoorPicker({ legend, value, onValue }: { legend: string; value: string[]; onValue: (keys: string[]) => void }) {
  const id = useId();
  const categories = catalog.value?.categories ?? [];
  const services = catalog.value?.services ?? [];
  return (
    <div class="field" role="group" aria-labelledby={`${id}-label`}>
      <label id={`${id}-label`} for={id}>
        {legend}
      </label>
      <ul class="chips">
        {value.map((key) => (
          <li key={key}>
            <span class="chip">
              {doorTitle(key)}
              <button type="button" class="icon-only" aria-label={t("adult.remove-what", { what: doorTitle(key) })} onClick={() => onValue(value.filter((one) => one !== key))}>
                <Icon name="close" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      <select
        id={id}
        value=""
        onChange={(event) => {
          const key = event.currentTarget.value;
          if (key && !value.includes(key)) onValue([...value, key]);
          event.currentTarget.value = "";
        }}
      >
        <option value="">{t("adult.doors.pick")}</option>
        <optgroup label={t("adult.doors.categories")}>
          {categories.map((one) => (
            <option key={one.key} value={one.key}>
              {textOf(one.title)}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("adult.doors.services")}>
          {services.map((one) => (
            <option key={one.key} value={serviceKey(one.key)}>
              {textOf(one.title)}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}
