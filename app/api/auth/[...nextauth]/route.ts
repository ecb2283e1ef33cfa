export { handleNextAuth as GET } from "@/lib/auth/next-auth";
