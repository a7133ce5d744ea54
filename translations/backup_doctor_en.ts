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
    <name>Disks</name>
    <message numerus="yes">
        <source>The VM has %n data disk(s); Azure Backup supports {most}.</source>
        <translation>
            <numerusform>The VM has %n data disk; Azure Backup supports {most}.</numerusform>
            <numerusform>The VM has %n data disks; Azure Backup supports {most}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The VM has %n data disk(s), which Azure Backup supports.</source>
        <translation>
            <numerusform>The VM has %n data disk, which Azure Backup supports.</numerusform>
            <numerusform>The VM has %n data disks, which Azure Backup supports.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n disk(s) may be shared between VMs: {names}.</source>
        <translation>
            <numerusform>%n disk may be shared between VMs: {names}.</numerusform>
            <numerusform>%n disks may be shared between VMs: {names}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message numerus="yes">
        <source>%n other cause(s) ruled out.</source>
        <translation>
            <numerusform>%n other cause ruled out.</numerusform>
            <numerusform>%n other causes ruled out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) can only be made inside the VM, and looking inside was not chosen.</source>
        <translation>
            <numerusform>%n check can only be made inside the VM, and looking inside was not chosen.</numerusform>
            <numerusform>%n checks can only be made inside the VM, and looking inside was not chosen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) neither found nor ruled out, because not everything could be looked at.</source>
        <translation>
            <numerusform>%n cause neither found nor ruled out, because not everything could be looked at.</numerusform>
            <numerusform>%n causes neither found nor ruled out, because not everything could be looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) could not be made.</source>
        <translation>
            <numerusform>%n check could not be made.</numerusform>
            <numerusform>%n checks could not be made.</numerusform>
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
    <name>Freeze</name>
    <message numerus="yes">
        <source>%n mount point(s) are mounted more than once.</source>
        <translation>
            <numerusform>%n mount point is mounted more than once.</numerusform>
            <numerusform>%n mount points are mounted more than once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message numerus="yes">
        <source>%n lock(s) hold on the restore points: {names}. {effect} Restore points today: {total}.</source>
        <translation>
            <numerusform>%n lock holds on the restore points: {names}. {effect} Restore points today: {total}.</numerusform>
            <numerusform>%n locks hold on the restore points: {names}. {effect} Restore points today: {total}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s), fewer than there may be.</source>
        <translation>
            <numerusform>%n restore point, fewer than there may be.</numerusform>
            <numerusform>%n restore points, fewer than there may be.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up, but behind no lock: something else keeps them.</source>
        <translation>
            <numerusform>%n restore point has piled up, but behind no lock: something else keeps it.</numerusform>
            <numerusform>%n restore points have piled up, but behind no lock: something else keeps them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up, and whether a lock keeps them could not be seen.</source>
        <translation>
            <numerusform>%n restore point has piled up, and whether a lock keeps it could not be seen.</numerusform>
            <numerusform>%n restore points have piled up, and whether a lock keeps them could not be seen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up behind the lock; {limit} is the most there may be.</source>
        <translation>
            <numerusform>%n restore point has piled up behind the lock; {limit} is the most there may be.</numerusform>
            <numerusform>%n restore points have piled up behind the lock; {limit} is the most there may be.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message numerus="yes">
        <source>The guest firewall has %n enabled outbound rule(s) that block.</source>
        <translation>
            <numerusform>The guest firewall has %n enabled outbound rule that blocks.</numerusform>
            <numerusform>The guest firewall has %n enabled outbound rules that block.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pdf</name>
    <message numerus="yes">
        <source>and %n more check(s)</source>
        <extracomment>below the titles of checks that could not be made for one reason</extracomment>
        <translation>
            <numerusform>and %n more check</numerusform>
            <numerusform>and %n more checks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more piece(s) of evidence: in the attached file.</source>
        <translation>
            <numerusform>%n more piece of evidence: in the attached file.</numerusform>
            <numerusform>%n more pieces of evidence: in the attached file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Policy</name>
    <message numerus="yes">
        <source>Azure Policy refused %n change(s) in the subscription of late, none of them for this VM&apos;s restore points.</source>
        <translation>
            <numerusform>Azure Policy refused %n change in the subscription of late, but not for this VM&apos;s restore points.</numerusform>
            <numerusform>Azure Policy refused %n changes in the subscription of late, none of them for this VM&apos;s restore points.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Provisioning</name>
    <message numerus="yes">
        <source>%n extension(s) failed, and with it the VM: {names}.</source>
        <translation>
            <numerusform>%n extension failed, and with it the VM: {names}.</numerusform>
            <numerusform>%n extensions failed, and with them the VM: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extension(s) failed, but the VM itself failed for another reason, {code}: {names}.</source>
        <translation>
            <numerusform>%n extension failed, but the VM itself failed for another reason, {code}: {names}.</numerusform>
            <numerusform>%n extensions failed, but the VM itself failed for another reason, {code}: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extension(s) failed, although the VM&apos;s state is {state}: {names}.</source>
        <translation>
            <numerusform>%n extension failed, although the VM&apos;s state is {state}: {names}.</numerusform>
            <numerusform>%n extensions failed, although the VM&apos;s state is {state}: {names}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestorePoints</name>
    <message numerus="yes">
        <source>%n restore point(s): by the Standard policy that is the limit (18), but which policy this VM has could not be read. The Enhanced policy keeps more.</source>
        <translation>
            <numerusform>%n restore point: by the Standard policy that is the limit (18), but which policy this VM has could not be read. The Enhanced policy keeps more.</numerusform>
            <numerusform>%n restore points: by the Standard policy that is the limit (18), but which policy this VM has could not be read. The Enhanced policy keeps more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s); Azure refuses another, for {limit} is the most there may be.</source>
        <translation>
            <numerusform>%n restore point; Azure refuses another, for {limit} is the most there may be.</numerusform>
            <numerusform>%n restore points; Azure refuses another, for {limit} is the most there may be.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s), fewer than the 18 there may be.</source>
        <translation>
            <numerusform>%n restore point, fewer than the 18 there may be.</numerusform>
            <numerusform>%n restore points, fewer than the 18 there may be.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s): more than a Standard policy allows, but this VM has an Enhanced one (at most {limit}).</source>
        <translation>
            <numerusform>%n restore point: more than a Standard policy allows, but this VM has an Enhanced one (at most {limit}).</numerusform>
            <numerusform>%n restore points: more than a Standard policy allows, but this VM has an Enhanced one (at most {limit}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {total} restore point(s) lie in collections of others ({names}). There is room all the same.</source>
        <translation>
            <numerusform>%n of {total} restore points lies in a collection of others ({names}). There is room all the same.</numerusform>
            <numerusform>%n of {total} restore points lie in collections of others ({names}). There is room all the same.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {total} restore point(s) lie in collections of others ({names}). Azure Backup does not clean these up; whoever made them can.</source>
        <translation>
            <numerusform>%n of {total} restore points lies in a collection of others ({names}). Azure Backup does not clean it up; whoever made it can.</numerusform>
            <numerusform>%n of {total} restore points lie in collections of others ({names}). Azure Backup does not clean these up; whoever made them can.</numerusform>
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
    <name>SecuritySoftware</name>
    <message numerus="yes">
        <source>Application control stopped IaaSBcdrExtension.exe %n time(s) in the last seven days.</source>
        <translation>
            <numerusform>Application control stopped IaaSBcdrExtension.exe %n time in the last seven days.</numerusform>
            <numerusform>Application control stopped IaaSBcdrExtension.exe %n times in the last seven days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>IaaSBcdrExtension.exe crashed %n time(s) in the last seven days.</source>
        <translation>
            <numerusform>IaaSBcdrExtension.exe crashed %n time in the last seven days.</numerusform>
            <numerusform>IaaSBcdrExtension.exe crashed %n times in the last seven days.</numerusform>
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
<context>
    <name>Vss</name>
    <message numerus="yes">
        <source>%n VSS writer(s) are not stable.</source>
        <translation>
            <numerusform>%n VSS writer is not stable.</numerusform>
            <numerusform>%n VSS writers are not stable.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WindowsEnvironment</name>
    <message numerus="yes">
        <source>BitLocker keeps %n volume(s) locked.</source>
        <translation>
            <numerusform>BitLocker keeps %n volume locked.</numerusform>
            <numerusform>BitLocker keeps %n volumes locked.</numerusform>
        </translation>
    </message>
</context>
</TS>
