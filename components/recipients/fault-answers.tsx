import { useTranslations } from "next-intl";
import { MessageAction } from "@/components/messages/message-action";
import { ProblemKinds } from "@/components/recipients/problem-kinds";
import { Checkbox } from "@/components/ui/checkbox";
import { DownloadLink } from "@/components/ui/download-link";
import { KeptMark } from "@/components/ui/kept-mark";
import { Notification } from "@/components/ui/notification";
import { RadioGroup } from "@/components/ui/radio-group";
import { SubmitButton } from "@/components/ui/submit-button";
import { answerFaults } from "@/lib/recipients/files/actions";
import type { Findings, RecipientFileView } from "@/lib/recipients/files/schema";

/** What was found in the rows, and what the sender decides about it. */
export function FaultAnswers({
  messageId,
  lockNumber,
  file,
  findings,
  recipients: kept,
}: {
  messageId: string;
  lockNumber: number;
  file: RecipientFileView;
  findings: Findings;
  /** How many letters there will be, as things stand. */
  recipients: number;
}) {
  const t = useTranslations("sheets");
  const { faultyRows, repeatedRows, goodRows, rowsRead, leaveOutFaulty, keepRepeated } = file;
  const hasProblems = faultyRows > 0 || repeatedRows > 0;
  const isLeftOut = leaveOutFaulty === true;
  const answers = { leaveOutFaulty, keepRepeated, sendAgain: file.sendAgain };
  return (
    <>
      {!hasProblems && <Notification kind="success" title={t("allGood", { count: goodRows })} />}
      {faultyRows > 0 && isLeftOut && (
        <Notification kind="attention" title={t("leftOut", { count: faultyRows })}>
          <p>{t("goodKept", { count: kept, left: faultyRows })}</p>
        </Notification>
      )}
      {faultyRows > 0 && !isLeftOut && (
        <div className="mb-6 rounded border-3 border-failed px-5 py-5 md:px-6">
          <h3 className="text-h2 font-semibold tracking-h2">
            {t("problems", { faulty: faultyRows, rows: rowsRead })}
          </h3>
          <p className="mt-1 mb-3">{t("problemsLead")}</p>
          <ProblemKinds header={file.header} kinds={findings.kinds} />
        </div>
      )}
      {hasProblems && (
        <p className="mb-4">
          <DownloadLink
            href={`/api/messages/${messageId}/recipients/faults`}
            label={t("download")}
            format="XLSX"
          />
        </p>
      )}
      {faultyRows > 0 && (
        <Answer {...{ messageId, lockNumber, answers }} without="leaveOutFaulty">
          <input type="hidden" name="leaveOutFaulty" value={isLeftOut ? "no" : "yes"} />
          <SubmitButton variant={isLeftOut ? "quiet" : "secondary"}>
            {isLeftOut ? t("takeBack") : t("leaveOut", { faulty: faultyRows, good: goodRows })}
          </SubmitButton>
        </Answer>
      )}
      {repeatedRows > 0 && (
        <Answer {...{ messageId, lockNumber, answers }} without="keepRepeated">
          <RadioGroup
            id="repeated"
            name="keepRepeated"
            legend={t("repeated.legend", { count: repeatedRows })}
            look="list"
            defaultValue={keepRepeated === null ? "" : keepRepeated ? "yes" : "no"}
            options={[
              { value: "no", label: t("repeated.first") },
              { value: "yes", label: t("repeated.keep") },
            ]}
          />
          <SubmitButton variant="secondary" size="small">
            {t("keepAnswer")}
          </SubmitButton>
          {keepRepeated !== null && <KeptMark />}
        </Answer>
      )}
      {file.sentBefore.length > 0 && (
        <Answer {...{ messageId, lockNumber, answers }} without="sendAgain">
          <Notification kind="attention">
            {file.sentBefore.map(({ reference, sentAt }) => (
              <p key={reference}>{t("sentBefore", { reference, when: sentAt })}</p>
            ))}
          </Notification>
          <Checkbox
            id="send-again"
            name="sendAgain"
            value="yes"
            label={t("sendAgain")}
            defaultChecked={file.sendAgain === true}
          />
          <SubmitButton variant="secondary" size="small">
            {t("keepAnswer")}
          </SubmitButton>
          {file.sendAgain === true && <KeptMark />}
        </Answer>
      )}
    </>
  );
}

type Answers = Record<"leaveOutFaulty" | "keepRepeated" | "sendAgain", boolean | null>;

/** One answer of the three; what was answered to the others is sent along. */
function Answer({
  messageId,
  lockNumber,
  answers,
  without,
  children,
}: {
  messageId: string;
  lockNumber: number;
  answers: Answers;
  without: keyof Answers;
  children: React.ReactNode;
}) {
  return (
    <MessageAction
      action={answerFaults}
      messageId={messageId}
      lockNumber={lockNumber}
      className="mb-6"
    >
      {Object.entries(answers)
        .filter(([name, answer]) => name !== without && answer !== null)
        .map(([name, answer]) => (
          <input key={name} type="hidden" name={name} value={answer ? "yes" : "no"} />
        ))}
      {children}
    </MessageAction>
  );
}
