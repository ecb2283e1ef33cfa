/** How far something is; without a `value`, that it goes on. Its words stand in a label for its id. */
export function ProgressBar({ id, value, max = 1 }: { id: string; value?: number; max?: number }) {
  return (
    <progress
      id={id}
      value={value}
      max={max}
      className="mt-1 block h-2.5 w-full appearance-none overflow-hidden rounded-full bg-waiting-tint [&::-moz-progress-bar]:bg-petrol [&::-webkit-progress-bar]:bg-waiting-tint [&::-webkit-progress-value]:bg-petrol"
    />
  );
}
