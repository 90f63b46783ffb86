// SPDX-License-Identifier: Apache-2.0
// People: everybody of the household, and one person's own page.
import { useState } from "preact/hooks";
import { Dialog, Sure } from "../components/dialog";
import { Field } from "../components/field";
import { Form, useSending } from "../components/form";
import { Icon } from "../components/icon";
import { Page } from "../components/page";
import { fieldProblem, ProblemNote } from "../components/problem";
import { WithHousehold } from "../components/with_household";
import { addPerson, removePerson, renamePerson, setBand } from "../edits";
import type { Household, PersonRules } from "../household";
import { comma, t, T } from "../language";
import { go, href, route } from "../router";
import { mayEdit } from "../state";
import { BandChoice, bandIcon, bandTitle } from "./band_choice";
import { PersonDevices } from "./person_devices";

export function PeoplePage() {
  const name = route.value[1];
  return name === undefined ? <Everybody /> : <OnePerson key={name} name={name} />;
}

function Everybody() {
  const [adding, setAdding] = useState(false);
  return (
    <Page title={t("adult.people")}>
      <WithHousehold>
        {(household) => (
          <>
            <ul class="rows">
              {(household.people ?? []).map((person) => (
                <li key={person.name}>
                  <a class="row" href={href("people", person.name)}>
                    <Icon name={bandIcon(person.band)} />
                    <span>
                      <span class="strong">
                        <bdi>{person.name}</bdi>
                      </span>
                      <span class="hint">
                        {bandTitle(person.band)}
                        {comma()}
                        {t("adult.people.devices", { n: person.devices?.length ?? 0 })}
                      </span>
                    </span>
                  </a>
                </li>
              ))}
            </ul>
            {(household.people ?? []).length === 0 && <p>{t("adult.home.nobody")}</p>}
            {mayEdit() && (
              <div class="actions">
                <button type="button" class="main" onClick={() => setAdding(true)}>
                  <Icon name="plus" /> <span>{t("adult.people.add")}</span>
                </button>
              </div>
            )}
            {adding && <Add household={household} onClose={() => setAdding(false)} />}
          </>
        )}
      </WithHousehold>
    </Page>
  );
}

function Add({ household, onClose }: { household: Household; onClose: () => void }) {
  const sending = useSending();
  const [name, setName] = useState("");
  const [band, setBandKey] = useState<string | null>(null);
  const [mistake, setMistake] = useState<{ name?: string; band?: string }>({});
  const send = async () => {
    const trimmed = name.trim();
    const wrong = {
      ...(trimmed === "" ? { name: t("adult.people.name-missing") } : (household.people ?? []).some((one) => one.name === trimmed) ? { name: t("adult.people.name-taken") } : {}),
      ...(band === null ? { band: t("adult.people.band-missing") } : {}),
    };
    setMistake(wrong);
    if (wrong.name || wrong.band || band === null) return;
    if (await sending.edit(addPerson({ name: trimmed, band }), t("adult.people.added", { who: trimmed }))) {
      onClose();
      go("people", trimmed);
    }
  };
  return (
    <Dialog title={t("adult.people.add")} onClose={onClose}>
      <Form sending={sending} onSend={() => void send()} submit={t("adult.people.add")} onCancel={onClose}>
        <Field label={t("adult.people.name")} hint={t("adult.people.name-hint")} value={name} onValue={setName} maxLength={60} problem={mistake.name ?? fieldProblem(sending.problem, "name")} />
        <BandChoice value={band} onValue={setBandKey} problem={mistake.band ?? fieldProblem(sending.problem, "band")} />
      </Form>
    </Dialog>
  );
}

function OnePerson({ name }: { name: string }) {
  return (
    <Page title={name}>
      <p>
        <a href={href("people")}>{t("adult.people.all")}</a>
      </p>
      <WithHousehold>
        {(household) => {
          const person = (household.people ?? []).find((one) => one.name === name);
          return person ? <Edits household={household} person={person} /> : <p>{t("adult.save.gone", { who: name })}</p>;
        }}
      </WithHousehold>
    </Page>
  );
}

function Edits({ household, person }: { household: Household; person: PersonRules }) {
  const renaming = useSending();
  const banding = useSending();
  const removing = useSending();
  const [name, setName] = useState(person.name);
  const [mistake, setMistake] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const rename = async () => {
    const next = name.trim();
    const taken = next !== person.name && (household.people ?? []).some((one) => one.name === next);
    setMistake(next === "" ? t("adult.people.name-missing") : taken ? t("adult.people.name-taken") : null);
    if (next === "" || taken || next === person.name) return;
    if (await renaming.edit(renamePerson(person.name, next), t("adult.people.renamed", { who: next }), { from: person.name, to: next })) go("people", next);
  };
  return (
    <>
      <ul class="rows">
        <li>
          <a class="row" href={href("times", "person", person.name)}>
            <Icon name="clock" />
            <span class="strong">{t("adult.times")}</span>
          </a>
        </li>
        <li>
          <a class="row" href={href("doors", "person", person.name)}>
            <Icon name="door-open" />
            <span class="strong">{t("adult.doors")}</span>
          </a>
        </li>
        <li>
          <a class="row" href={href("numbers", person.name)}>
            <Icon name="chart" />
            <span class="strong">{t("adult.numbers")}</span>
          </a>
        </li>
      </ul>
      <PersonDevices household={household} person={person} />
      {mayEdit() && (
        <>
          <BandChoice value={person.band} onValue={(band) => void banding.edit(setBand(person.name, band), t("adult.people.band-set", { who: person.name, band: bandTitle(band) }))} />
          {banding.problem && <ProblemNote problem={banding.problem} />}
          <h2>{t("adult.people.rename")}</h2>
          <Form sending={renaming} onSend={() => void rename()} submit={t("adult.people.rename")}>
            <Field label={t("adult.people.name")} value={name} onValue={setName} maxLength={60} problem={mistake ?? fieldProblem(renaming.problem, "name")} />
          </Form>
          <h2>{t("adult.people.remove")}</h2>
          <p>{t("adult.people.remove-text")}</p>
          <div class="actions">
            <button type="button" class="danger" onClick={() => setSure(true)}>
              <span>
                <T k="adult.people.remove-who" who={person.name} />
              </span>
            </button>
          </div>
          {removing.problem && <ProblemNote problem={removing.problem} />}
          {sure && (
            <Sure
              title={<T k="adult.people.remove-who" who={person.name} />}
              text={t("adult.people.remove-text")}
              yes={t("adult.people.remove")}
              onClose={() => setSure(false)}
              onYes={() => {
                setSure(false);
                void removing.edit(removePerson(person.name), t("adult.people.removed", { who: person.name })).then((done) => done && go("people"));
              }}
            />
          )}
        </>
      )}
    </>
  );
}
