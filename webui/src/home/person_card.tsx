// SPDX-License-Identifier: Apache-2.0
// One person: what is now, what comes next, and the three things an adult does most.
import { useState } from "preact/hooks";
import { Icon } from "../components/icon";
import { t, T, untilWords } from "../language";
import { MODE_ICONS } from "../modes";
import { href } from "../router";
import { mayEdit } from "../state";
import type { Grant, Home, Person } from "../types";
import { give } from "./grants";
import { PauseButton } from "./pause";

const mine = (person: Person, house: Home): Grant[] => house.grants.filter((grant) => person.grants.includes(grant.id));

function Now({ person, house }: { person: Person; house: Home }) {
  const pause = mine(person, house).find((grant) => grant.what === "pause");
  if (person.paused) {
    const until = pause?.until ?? person.until;
    return <p class="now">{until ? <T k="adult.card.paused-until" until={untilWords(until, house.now)} /> : t("adult.card.paused")}</p>;
  }
  const mode = t("shared.mode." + person.mode);
  if (person.all_open && person.until) return <p class="now">{<T k="adult.card.all-open" until={untilWords(person.until, house.now)} />}</p>;
  if (!person.until || !house.time_known)
    return (
      <p class="now">
        <T k="adult.card.mode" mode={mode} />
      </p>
    );
  return (
    <>
      <p class="now">
        <T k="adult.card.mode-until" mode={mode} until={untilWords(person.until, house.now)} />
      </p>
      {person.next && (
        <p class="next">
          <T k="adult.card.next" mode={t("shared.mode." + person.next)} />
        </p>
      )}
    </>
  );
}

export function PersonCard({ person, house, may }: { person: Person; house: Home; may: boolean }) {
  const [busy, setBusy] = useState(false);
  const who = person.kind === "room" ? `room ${person.name}` : person.name; // as the API reads it
  const name = person.kind === "guest" ? t("adult.guest") : person.name;
  const pauses = mine(person, house).filter((grant) => grant.what === "pause" && grant.who.kind !== "everyone");
  const closed = person.paused || person.mode === "bedtime" || person.mode === "off";
  const adult = person.band === "adult" || person.band === "staff" || person.band === "things";
  const timed = person.mode !== "free" || person.next !== null; // without a time that closes there is nothing to add to
  const bonus = async () => {
    setBusy(true);
    await give({ kind: "bonus", who: [who], minutes: 15 }, t("adult.bonus.done", { who: name }));
    setBusy(false);
  };
  return (
    <li class={closed ? "card person closed" : "card person"}>
      <div class="card-head">
        <span class="badge">
          <Icon name={person.paused ? "plate" : MODE_ICONS[person.mode]} />
        </span>
        <div>
          <h3>{mayEdit() && person.kind === "person" ? <a href={href("people", person.name)}><bdi>{name}</bdi></a> : <bdi>{name}</bdi>}</h3>
          <Now person={person} house={house} />
        </div>
      </div>
      {person.kind === "person" && person.devices === 0 && mayEdit() && (
        <p>
          <a href={href("devices")}>{t("adult.card.no-device")}</a>
        </p>
      )}
      {person.requests > 0 && mayEdit() && (
        <p>
          <a class="asks" href={href("requests")}>
            <Icon name="hand" />
            <span>{t("adult.card.requests", { n: person.requests })}</span>
          </a>
        </p>
      )}
      {may && (
        <div class="actions">
          <PauseButton who={who} name={name} paused={person.paused ? pauses.map((grant) => grant.id) : []} label={t("adult.pause")} />
          {!adult && timed && (
            <button type="button" aria-busy={busy} onClick={() => void bonus()}>
              <Icon name="clock" />
              <span>
                {t("adult.bonus")}
                <span class="unseen">: {name}</span>
              </span>
            </button>
          )}
        </div>
      )}
    </li>
  );
}
