; The setup program: for one user, without administrator rights, in Russian and English. Built by pack.py, which defines what stands in braces here
; and is defined nowhere. Switches and exit codes: installer/README.md.

Unicode true
!ifdef TARGET
  Target ${TARGET} ; Debian has stubs of both kinds; the 32-bit one does not run in a 64-bit Wine
!endif
!define TITLE "Backup Doctor"
!define PRODUCT "Backup Doctor for Azure VMs"
!define PUBLISHER "Backup Doctor contributors"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\BackupDoctor"
!define OURS "Software\BackupDoctor"
!define WINDOW "backup-doctor-window.exe"
!define CONSOLE "backup-doctor.exe"

!define EXIT_WINDOWS 3
!define EXIT_OLD_STAYS 4
!define EXIT_RUNNING 5
!define EXIT_MSI 6
!define EXIT_ACCOUNTS 7

SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
Name "${TITLE}"
BrandingText "${PRODUCT} ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "${OURS}" "InstallDir"
!ifdef SIGN
  !finalize '"${SIGN}" "%1"'
  !uninstfinalize '"${SIGN}" "%1"'
!endif

!include MUI2.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include x64.nsh
!include FileFunc.nsh

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEPAGE_TEXT "$(welcome)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${OURS}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include "${WORDS}"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
!macro VERSION_RESOURCE LANGUAGE SETUP
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${PRODUCT}"
  VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "${PUBLISHER}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${PRODUCT}: ${SETUP}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}.0"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "© ${PUBLISHER}, MIT"
!macroend
!insertmacro VERSION_RESOURCE ${LANG_ENGLISH} "setup"
!insertmacro VERSION_RESOURCE ${LANG_RUSSIAN} "установка"

; Windows lets nobody write to a program that runs. Silent, that ends the matter; otherwise one may close the program and try again.
!macro REFUSE_WHILE_RUNNING PROGRAM
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(running)" /SD IDCANCEL IDCANCEL`
      SetErrorLevel ${EXIT_RUNNING}
      Quit
    ${EndIf}
  ${Loop}
!macroend

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(needs_windows)" /SD IDOK
    SetErrorLevel ${EXIT_WINDOWS}
    Quit
  ${EndIf}
  SetRegView 64
  ReadRegStr $0 HKLM "${OURS}" "Msi"
  SetRegView lastused
  ${If} $0 != ""
    MessageBox MB_OK|MB_ICONSTOP "$(for_all_present)" /SD IDOK
    SetErrorLevel ${EXIT_MSI}
    Quit
  ${EndIf}
  Call ReadSwitches
FunctionEnd

; An upgrade runs the previous uninstaller, which knows what it has installed and takes away what the new version has no longer.
Function RemovePrevious
  ReadRegStr $R0 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $R0 == ""
  ${OrIfNot} ${FileExists} "$R0\uninstall.exe"
    Return
  ${EndIf}
  ExecWait '"$R0\uninstall.exe" /S /UPGRADE _?=$R0' $R1
  ${If} $R1 <> 0
    MessageBox MB_OK|MB_ICONSTOP "$(old_stays) ($R1)" /SD IDOK
    ${If} $R1 <> ${EXIT_RUNNING}
      StrCpy $R1 ${EXIT_OLD_STAYS}
    ${EndIf}
    SetErrorLevel $R1
    Quit
  ${EndIf}
  Delete "$R0\uninstall.exe"
  RMDir "$R0"
FunctionEnd

Section "$(program)" Program
  SectionIn RO
  SetShellVarContext current
  !insertmacro REFUSE_WHILE_RUNNING "${WINDOW}"
  !insertmacro REFUSE_WHILE_RUNNING "${CONSOLE}"
  Call RemovePrevious
  SetOutPath "$INSTDIR"
  File /r "${DIST}${SLASH}*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${OURS}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "$(desktop)" Desktop
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${WINDOW}"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${Program} "$(program_about)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Desktop} "$(desktop_about)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Function ReadSwitches
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/NODESKTOP" $1
  ${IfNot} ${Errors}
    !insertmacro UnselectSection ${Desktop}
  ${EndIf}
FunctionEnd

; While the program is still there, it is asked to take its secrets out of the password store of Windows.
Section /o "un.$(data)" Data
  SetShellVarContext current
  !insertmacro REFUSE_WHILE_RUNNING "${WINDOW}"
  !insertmacro REFUSE_WHILE_RUNNING "${CONSOLE}"
  nsExec::Exec '"$INSTDIR\${CONSOLE}" accounts --forget-all'
  Pop $0
  ${If} $0 != "0"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(accounts_stay)" /SD IDOK
    SetErrorLevel ${EXIT_ACCOUNTS}
  ${EndIf}
  RMDir /r "$LOCALAPPDATA\backup-doctor"
SectionEnd

Section "un.$(program)" UninstallProgram
  SectionIn RO
  SetShellVarContext current
  !insertmacro REFUSE_WHILE_RUNNING "${WINDOW}"
  !insertmacro REFUSE_WHILE_RUNNING "${CONSOLE}"
  !include "${FILES}" ; what was installed, file by file: what somebody else has put here stays
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${If} ${Errors}
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    Delete "$DESKTOP\${TITLE}.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegKey HKCU "${OURS}"
  ${EndIf}
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${UninstallProgram} "$(program_about)"
  !insertmacro MUI_DESCRIPTION_TEXT ${Data} "$(data_about)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/REMOVEDATA" $1
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${Data}
  ${EndIf}
FunctionEnd
