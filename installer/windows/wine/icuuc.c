/* For tests under Wine only, never shipped. Qt 6.10 and newer link to the ICU that Windows brings and Wine 8 lacks; every converter is "not there". */
typedef int UErrorCode;
#define EXPORT __declspec(dllexport)
#define NOT_THERE(error) do { if (error) *(error) = 4; /* U_FILE_ACCESS_ERROR */ } while (0)
EXPORT void *ucnv_open(const char *name, UErrorCode *error) { NOT_THERE(error); return 0; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 4; }
EXPORT const char *ucnv_getName(void *converter, UErrorCode *error) { NOT_THERE(error); return 0; }
EXPORT void ucnv_getToUCallBack(void *converter, void **action, void **context) {}
EXPORT void ucnv_getFromUCallBack(void *converter, void **action, void **context) {}
EXPORT void ucnv_setToUCallBack(void *converter, void *action, void *context, void **old, void **older, UErrorCode *error) { NOT_THERE(error); }
EXPORT void ucnv_setFromUCallBack(void *converter, void *action, void *context, void **old, void **older, UErrorCode *error) { NOT_THERE(error); }
EXPORT void ucnv_cbToUWriteUChars(void *args, const void *text, int length, int offset, UErrorCode *error) { NOT_THERE(error); }
EXPORT void ucnv_cbFromUWriteUChars(void *args, void *text, const void *end, int offset, UErrorCode *error) { NOT_THERE(error); }
EXPORT void ucnv_toUnicode(void *c, void *to, void *to_end, void *from, void *from_end, void *offsets, int flush, UErrorCode *error) { NOT_THERE(error); }
EXPORT void ucnv_fromUnicode(void *c, void *to, void *to_end, void *from, void *from_end, void *offsets, int flush, UErrorCode *error) { NOT_THERE(error); }
EXPORT int ucnv_toUCountPending(void *converter, UErrorCode *error) { return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, UErrorCode *error) { return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, UErrorCode *error) { NOT_THERE(error); return 0; }
EXPORT const char *ucnv_getAvailableName(int number) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
