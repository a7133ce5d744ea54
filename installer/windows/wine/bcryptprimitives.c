/* For tests under Wine only, never shipped. Rust's standard library (in cryptography and typst) takes its random numbers from here. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count) ? TRUE : FALSE; }
