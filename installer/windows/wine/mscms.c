/* For tests under Wine only, never shipped. Qt asks for the screen's colour profile, and Wine 8 aborts in that; every call says "no profile". */
#include <windows.h>
#define EXPORT __declspec(dllexport)
EXPORT HANDLE WINAPI OpenColorProfileW(PVOID profile, DWORD access, DWORD sharing, DWORD creation) { SetLastError(ERROR_FILE_NOT_FOUND); return NULL; }
EXPORT HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options) { return NULL; }
EXPORT BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, PBYTE bytes, PDWORD count) { return FALSE; }
EXPORT BOOL WINAPI CloseColorProfile(HANDLE profile) { return TRUE; }
