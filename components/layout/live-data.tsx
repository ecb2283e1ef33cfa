"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** Around the leaves that change while one looks, and around those alone. */
export function LiveData({ children }: { children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 3, staleTime: 1000 } } }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
