"use client";

import { useState } from "react";
import { Paper } from "@/components/ui/paper";

/** A4 in the points of the picture. */
const page = { width: 595, height: 842 };

/** The pages of the letter below each other; a letter of several pages scrolls within its frame. */
export function LetterPicture({
  source,
  alternative,
  failure,
}: {
  source: string;
  alternative: string;
  failure: string;
}) {
  const [failed, setFailed] = useState<string>();
  const [isLong, setLong] = useState(false);
  if (failed === source) return <p className="text-small text-failed">{failure}</p>;
  return (
    <Paper label={alternative}>
      <div
        tabIndex={isLong ? 0 : undefined}
        role={isLong ? "region" : undefined}
        aria-label={isLong ? alternative : undefined}
        className="h-full overflow-y-auto"
      >
        <img
          src={source}
          alt={alternative}
          {...page}
          fetchPriority="high"
          onError={() => setFailed(source)}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setLong(naturalHeight / naturalWidth > (page.height / page.width) * 1.5)
          }
          className="block h-auto w-full"
        />
      </div>
    </Paper>
  );
}
