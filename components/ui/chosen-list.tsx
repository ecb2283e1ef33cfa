"use client";

import { type ComponentProps, useEffect, useRef } from "react";

/**
 * A list whose choice is kept outside it. React resets a form whose action has answered: it gives inputs
 * back the value that it holds for them, but takes a list to its first choice. This chooses again.
 */
export function ChosenList({ value, ...rest }: ComponentProps<"select"> & { value: string }) {
  const list = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    const form = list.current?.form;
    const chooseAgain = () =>
      queueMicrotask(() => {
        if (list.current) list.current.value = value;
      });
    form?.addEventListener("reset", chooseAgain);
    return () => form?.removeEventListener("reset", chooseAgain);
  }, [value]);
  return <select {...rest} value={value} ref={list} />;
}
