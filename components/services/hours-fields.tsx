import { useTranslations } from "next-intl";
import { fieldIdOf } from "@/components/services/field-id";
import { ariaOf, controlLook } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { TextInput } from "@/components/ui/text-input";
import { NOTE_LANGUAGES, spanField } from "@/lib/services/answers";
import { HOURS_NOTE_LIMIT, SPANS_A_DAY, WEEKDAYS, type Weekday } from "@/lib/services/schema";

type FieldOf = (name: string) => {
  id: string;
  name: string;
  error: string | undefined;
  defaultValue: string | undefined;
};

/** A week with up to two spans a day, and a line for each language. */
export function HoursFields({ field }: { field: FieldOf }) {
  const t = useTranslations("services.form");
  return (
    <>
      <div className="mb-6 border-t border-line">
        {WEEKDAYS.map((day) => (
          <DayFields key={day} day={day} field={field} />
        ))}
      </div>
      {NOTE_LANGUAGES.map((language) => (
        <TextInput
          key={language}
          {...field(`openingHours.note.${language}`)}
          label={t(`note.${language}`)}
          lang={language}
          limit={HOURS_NOTE_LIMIT}
          isOptional
        />
      ))}
    </>
  );
}

function DayFields({ day, field }: { day: Weekday; field: FieldOf }) {
  const t = useTranslations("services");
  const id = fieldIdOf(day);
  const { error } = field(day);
  return (
    <div
      id={id}
      role="group"
      tabIndex={-1}
      aria-labelledby={`${id}-name`}
      aria-describedby={ariaOf(id, { error })["aria-describedby"]}
      className="border-b border-line py-3"
    >
      <FieldError id={id} error={error} />
      <div className="grid items-center gap-x-6 gap-y-2 md:grid-cols-[7rem_auto_auto] md:justify-start">
        <p id={`${id}-name`} className="font-semibold">
          {t(`day.${day}`)}
        </p>
        {Array.from({ length: SPANS_A_DAY }, (_, span) => (
          <div key={span} className="flex items-center gap-2">
            {(["from", "until"] as const).map((end) => (
              <span key={end} className="flex items-center gap-2">
                <span aria-hidden="true" className="text-small text-ink-soft">
                  {t(`hours.${end}`)}
                </span>
                <input
                  type="text"
                  inputMode="numeric"
                  autoComplete="off"
                  name={spanField(day, span, end)}
                  defaultValue={field(spanField(day, span, end)).defaultValue}
                  aria-label={t(`hours.label.${end}`, {
                    day: t(`day.${day}`),
                    number: String(span + 1),
                  })}
                  aria-invalid={error !== undefined ? true : undefined}
                  className={`${controlLook(error)} max-w-18 px-2 text-center tabular-nums`}
                />
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
