// SPDX-License-Identifier: Apache-2.0
// Home: one sentence about the house, then a card for each person.
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icon";
import { Page } from "../components/page";
import { ProblemNote } from "../components/problem";
import { t, T } from "../language";
import { href } from "../router";
import { hasNoRoom, home, homeProblem, loadHome, mayEdit, mayPause, mayRunRoom } from "../state";
import type { Home } from "../types";
import { PauseButton } from "./pause";
import { PersonCard } from "./person_card";

// What needs an adult, most pressing first. Nothing: all is well.
function Sentence({ house }: { house: Home }) {
  if (house.problems.length > 0)
    return (
      <a class="sentence trouble" href={href("checkup")}>
        <Icon name="alert" />
        <span>{t("adult.home.problems", { n: house.problems.length })}</span>
      </a>
    );
  if (house.requests > 0 && mayEdit())
    return (
      <a class="sentence" href={href("requests")}>
        <Icon name="hand" />
        <span>{t("adult.home.requests", { n: house.requests })}</span>
      </a>
    );
  if (house.new_devices > 0 && mayEdit())
    return (
      <a class="sentence" href={href("devices")}>
        <Icon name="device" />
        <span>{t("adult.home.devices", { n: house.new_devices })}</span>
      </a>
    );
  return (
    <p class="sentence well">
      <Icon name="check" />
      <span>{t("adult.home.well")}</span>
    </p>
  );
}

export function HomePage() {
  useEffect(() => void loadHome(), []);
  const house = home.value;
  const everyonePaused = house?.grants.filter((grant) => grant.what === "pause" && grant.who.kind === "everyone") ?? [];
  return (
    <Page title={t("adult.home")}>
      {homeProblem.value && <ProblemNote problem={homeProblem.value} again={() => void loadHome()} />}
      {!house && !homeProblem.value && <p class="wait">{t("adult.wait")}</p>}
      {house && (
        <>
          <Sentence house={house} />
          {!house.time_known && (
            <p class="note">
              <Icon name="clock" />
              <span>{t("adult.home.no-time")}</span>
            </p>
          )}
          <h2 class="unseen">{t("adult.home.people")}</h2>
          {house.people.length === 0 && (
            <p>
              {t("adult.home.nobody")} {mayEdit() && <a href={href("people")}>{t("adult.people.add")}</a>}
            </p>
          )}
          <ul class="cards">
            {house.people.map((person) => (
              <PersonCard key={person.name} person={person} house={house} may={mayPause()} />
            ))}
          </ul>
          {mayPause() && house.people.length > 1 && (
            <div class="actions">
              <PauseButton who="everyone" name={t("adult.everyone")} paused={everyonePaused.map((grant) => grant.id)} label={t("adult.home.pause-all")} icon="plate" />
            </div>
          )}
          {everyonePaused[0] && (
            <p>
              <T k="adult.home.everyone-paused" until={everyonePaused[0].until.slice(11, 16)} />
            </p>
          )}
          {hasNoRoom(house.rooms.map((room) => room.name)) && (
            <p class="note">
              <Icon name="alert" />
              <span>{t("adult.home.no-own-room")}</span>
            </p>
          )}
          {house.rooms.length > 0 && (
            <>
              <h2>{t("adult.home.rooms")}</h2>
              <ul class="cards">
                {house.rooms.map((room) => (
                  <PersonCard key={room.name} person={room} house={house} may={mayRunRoom(room.name)} />
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </Page>
  );
}
