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
} from "lucide-react";
import { classNames } from "@/components/ui/class-names";

const icons = {
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
} as const;

export type IconName = keyof typeof icons;

/** Always beside a word, hence hidden from assistive tools. Size in pixels. */
export function Icon({
  name,
  size = 18,
  className,
}: {
  name: IconName;
  size?: number;
  className?: string;
}) {
  const Drawing = icons[name];
  return (
    <Drawing
      size={size}
      strokeWidth={2.2}
      aria-hidden="true"
      focusable="false"
      className={classNames("flex-none", className)}
    />
  );
}
