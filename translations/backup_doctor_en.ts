<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Azure</name>
    <message numerus="yes">
        <source>Azure is throttling this account and asks to wait %n second(s) before looking again.</source>
        <translation>
            <numerusform>Azure is throttling this account and asks to wait %n second before looking again.</numerusform>
            <numerusform>Azure is throttling this account and asks to wait %n seconds before looking again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Extension</name>
    <message numerus="yes">
        <source>%n other extension(s) failed: {names}.</source>
        <translation>
            <numerusform>%n other extension failed: {names}.</numerusform>
            <numerusform>%n other extensions failed: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other extension(s) stuck at work: {names}.</source>
        <translation>
            <numerusform>%n other extension is stuck at work: {names}.</numerusform>
            <numerusform>%n other extensions are stuck at work: {names}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message numerus="yes">
        <source>%n lock(s) keep Azure Backup from cleaning up: {names}. Restore points: {total}; the limit is 18.</source>
        <translation>
            <numerusform>%n lock keeps Azure Backup from cleaning up: {names}. Restore points: {total}; the limit is 18.</numerusform>
            <numerusform>%n locks keep Azure Backup from cleaning up: {names}. Restore points: {total}; the limit is 18.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) of at most 18.</source>
        <translation>
            <numerusform>%n restore point of at most 18.</numerusform>
            <numerusform>%n restore points of at most 18.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s): with the Standard policy that is the limit (18); only the Enhanced policy keeps more.</source>
        <translation>
            <numerusform>%n restore point: with the Standard policy that is the limit (18); only the Enhanced policy keeps more.</numerusform>
            <numerusform>%n restore points: with the Standard policy that is the limit (18); only the Enhanced policy keeps more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point collection(s), none stuck.</source>
        <translation>
            <numerusform>%n restore point collection, not stuck.</numerusform>
            <numerusform>%n restore point collections, none stuck.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n subscription</numerusform>
            <numerusform>%n subscriptions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Snapshot</name>
    <message numerus="yes">
        <source>%n VSS writer(s) are not stable.</source>
        <translation>
            <numerusform>%n VSS writer is not stable.</numerusform>
            <numerusform>%n VSS writers are not stable.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Span</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SymptomPage</name>
    <message numerus="yes">
        <source>%n cause(s), all at once. The first one confirmed is the likeliest.</source>
        <translation>
            <numerusform>%n cause. It is checked at once.</numerusform>
            <numerusform>%n causes, all at once. The first one confirmed is the likeliest.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VmPage</name>
    <message numerus="yes">
        <source>%n virtual machine(s)</source>
        <translation>
            <numerusform>%n virtual machine</numerusform>
            <numerusform>%n virtual machines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a failed backup</source>
        <translation>
            <numerusform>%n with a failed backup</numerusform>
            <numerusform>%n with a failed backup</numerusform>
        </translation>
    </message>
</context>
</TS>
