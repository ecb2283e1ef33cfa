/**
 * Draws `public/icons.svg`, the sheet that components/ui/icon.tsx points into, from lucide's
 * drawings. Run it after adding a name: `node --import tsx scripts/icons.ts`. As a sheet the
 * icons cost a page no JavaScript.
 */
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import {
  Archive,
  ArrowLeft,
  ArrowRight,
  Building2,
  CalendarClock,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleQuestionMark,
  Clock,
  Copy,
  Download,
  ExternalLink,
  Eye,
  EyeOff,
  File,
  FileText,
  Gavel,
  Inbox,
  Info,
  ListChecks,
  Menu,
  MessageSquare,
  Pencil,
  Plus,
  Printer,
  QrCode,
  RefreshCw,
  Reply,
  Search,
  ShieldCheck,
  Trash2,
  TriangleAlert,
  Upload,
  User,
  Users,
  X,
  type LucideIcon,
} from "lucide-react";
import type { IconName } from "@/components/ui/icon";
import { runMain } from "./failure";

export const iconSheetFile = new URL("../public/icons.svg", import.meta.url);

const drawings: Record<IconName, LucideIcon> = {
  add: Plus,
  archive: Archive,
  attention: TriangleAlert,
  back: ArrowLeft,
  building: Building2,
  check: Check,
  clock: Clock,
  close: X,
  copy: Copy,
  court: Gavel,
  delete: Trash2,
  document: FileText,
  down: ChevronDown,
  download: Download,
  edit: Pencil,
  external: ExternalLink,
  eye: Eye,
  file: File,
  forward: ArrowRight,
  hidden: EyeOff,
  inbox: Inbox,
  info: Info,
  list: ListChecks,
  menu: Menu,
  message: MessageSquare,
  next: ChevronRight,
  people: Users,
  person: User,
  previous: ChevronLeft,
  print: Printer,
  qr: QrCode,
  refresh: RefreshCw,
  reply: Reply,
  scheduled: CalendarClock,
  search: Search,
  secure: ShieldCheck,
  unknown: CircleQuestionMark,
  upload: Upload,
};

export function iconSheet(): string {
  const symbols = Object.entries(drawings).map(([name, drawing]) => {
    const svg = renderToStaticMarkup(createElement(drawing));
    const shapes = /^<svg[^>]*>(.*)<\/svg>$/.exec(svg)?.[1];
    if (shapes === undefined) throw new Error(`lucide drew nothing for ${name}`);
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  runMain(() => writeFile(iconSheetFile, iconSheet()));
}
