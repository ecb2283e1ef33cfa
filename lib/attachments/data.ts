import "server-only";
import { isScannerConfigured } from "@/lib/gateways/scanner";

/** Whether files are scanned for malware here; where they are not, the portal says so. */
export function isScanning(): boolean {
  return isScannerConfigured();
}
