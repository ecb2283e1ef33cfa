export { signOutRecipient as POST } from "@/lib/auth/recipient";
