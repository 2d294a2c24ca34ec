import { InvalidContextError, NotFoundError } from "../errors/index.js";
import { executeAction } from "./executeActions.js";
import type { AbiEventMapping } from "./utils/actionTypes.js";

export type RealityAnswer = {
  title: string;
  description: string;
  id: string;
  reserved: boolean;
  last?: boolean;
};

const QUESTION_EVENT =
  "event LogNewQuestion(bytes32 indexed question_id, address indexed user, uint256 template_id, " +
  "string question, bytes32 indexed content_hash, address arbitrator, uint32 timeout, " +
  "uint32 opening_ts, uint256 nonce, uint256 created)";

const TEMPLATE_EVENT =
  "event LogNewTemplate(uint256 indexed template_id, address indexed user, string question_text)";

// Reality.eth's unit separator between the parts of a question.
const DELIMITER = "\u241f";

const eventMapping = (
  abi: string,
  address: string,
  args: readonly unknown[],
  fields: Record<string, string>,
): AbiEventMapping => ({
  type: "abi/event",
  abi,
  address: address as `0x${string}`,
  eventFilter: { args, fromBlock: "earliest", toBlock: "latest" },
  seek: Object.keys(fields),
  populate: Object.values(fields),
});

// The type a Reality.eth template gives a question: the parts fill the %s of the template in order,
// and a result that is no JSON is a "broken-question".
const questionType = (template: string, question: string): unknown => {
  const parts = question.split(DELIMITER);
  let next = 0;
  const filled = template.replace(/%s/g, () => parts[next++] ?? "");
  try {
    return (JSON.parse(filled) as { type?: unknown }).type;
  } catch {
    return "broken-question";
  }
};

const yesNo = (): RealityAnswer[] => [
  { title: "Yes", description: "", id: "0x01", reserved: false },
  { title: "No", description: "", id: "0x02", reserved: false },
];

/**
 * Variables of a Reality.eth question, as the SDK finds them: both events at the arbitrable's
 * address, always template 0, and answers for bool questions only.
 */
export const retrieveRealityData = async (
  realityQuestionID: string,
  arbitrable?: string,
): Promise<Record<string, unknown>> => {
  if (!arbitrable) throw new InvalidContextError("No arbitrable address provided");

  const question = await executeAction(
    eventMapping(QUESTION_EVENT, arbitrable, [realityQuestionID], {
      question_id: "realityQuestionID",
      user: "realityUser",
      question: "realityQuestion",
      arbitrator: "arbitrator",
    }),
  );
  const template = await executeAction(
    eventMapping(TEMPLATE_EVENT, arbitrable, [0], { question_text: "questionText" }),
  );
  if (!template) {
    throw new NotFoundError("Template Data", "Failed to retrieve template data");
  }
  if (!question) {
    throw new NotFoundError("Question Data", "Failed to retrieve question data");
  }

  const type = questionType(String(template.questionText), String(question.realityQuestion));
  const answers: RealityAnswer[] = [
    ...(type === "bool" ? yesNo() : []),
    {
      id: "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
      title: "Answered Too Soon",
      description: "",
      reserved: true,
    },
  ];
  answers.forEach((answer, index) => {
    answer.last = index === answers.length - 1;
  });

  return {
    question: question.realityQuestion,
    type,
    realityAddress: question.arbitrator,
    questionId: question.realityQuestionID,
    realityUser: question.realityUser,
    answers,
  };
};
