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
    <name>BackUp</name>
    <message numerus="yes">
        <source>%n backup(s) on demand of this VM were tried in the last 24 hours, and Azure takes no more than {most}. The scheduled backup still runs; try again tomorrow.</source>
        <translation>
            <numerusform>%n backup on demand of this VM was tried in the last 24 hours, and Azure takes no more than {most}. The scheduled backup still runs; try again tomorrow.</numerusform>
            <numerusform>%n backups on demand of this VM were tried in the last 24 hours, and Azure takes no more than {most}. The scheduled backup still runs; try again tomorrow.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) on demand were tried in the last 24 hours. Azure supports {supported} a day and refuses after {most}.</source>
        <translation>
            <numerusform>%n backup on demand was tried in the last 24 hours. Azure supports {supported} a day and refuses after {most}.</numerusform>
            <numerusform>%n backups on demand were tried in the last 24 hours. Azure supports {supported} a day and refuses after {most}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message numerus="yes">
        <source>As before: %n check(s).</source>
        <translation>
            <numerusform>As before: %n check.</numerusform>
            <numerusform>As before: %n checks.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every check says the same as before: %n check(s).</source>
        <translation>
            <numerusform>Every check says the same as before: %n check.</numerusform>
            <numerusform>Every check says the same as before: %n checks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Bundle</name>
    <message numerus="yes">
        <source>%n file(s), {size} before compression</source>
        <translation>
            <numerusform>%n file, {size} before compression</numerusform>
            <numerusform>%n files, {size} before compression</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message numerus="yes">
        <source>%n check(s) were run again and say the same as before.</source>
        <translation>
            <numerusform>%n check was run again and says the same as before.</numerusform>
            <numerusform>%n checks were run again and say the same as before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CleanUp</name>
    <message numerus="yes">
        <source>There is room again: %n restore point(s) now.</source>
        <translation>
            <numerusform>There is room again: %n restore point now.</numerusform>
            <numerusform>There is room again: %n restore points now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) now, the limit is {limit}. Waiting for Azure Backup to delete old ones…</source>
        <translation>
            <numerusform>%n restore point now, the limit is {limit}. Waiting for Azure Backup to delete old ones…</numerusform>
            <numerusform>%n restore points now, the limit is {limit}. Waiting for Azure Backup to delete old ones…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instant restore point(s), for good. Copies in the vault stay; a point that has not been copied there yet cannot be restored any more.</source>
        <translation>
            <numerusform>%n instant restore point, for good. Copies in the vault stay; a point that has not been copied there yet cannot be restored any more.</numerusform>
            <numerusform>%n instant restore points, for good. Copies in the vault stay; a point that has not been copied there yet cannot be restored any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Others created %n restore point(s), and these alone use up all the room. Whoever created them has to delete them.</source>
        <translation>
            <numerusform>Others created %n restore point, and this alone uses up all the room. Whoever created it has to delete it.</numerusform>
            <numerusform>Others created %n restore points, and these alone use up all the room. Whoever created them has to delete them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) were created by others. They stay, and still count.</source>
        <translation>
            <numerusform>%n restore point was created by others. It stays, and still counts.</numerusform>
            <numerusform>%n restore points were created by others. They stay, and still count.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message numerus="yes">
        <source>%n other cause(s) are as they were.</source>
        <translation>
            <numerusform>%n other cause is as it was.</numerusform>
            <numerusform>%n other causes are as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing has changed: %n cause(s) are as they were.</source>
        <translation>
            <numerusform>Nothing has changed: %n cause is as it was.</numerusform>
            <numerusform>Nothing has changed: %n causes are as they were.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) had not been examined before; nothing is found there.</source>
        <translation>
            <numerusform>%n cause had not been examined before; nothing is found there.</numerusform>
            <numerusform>%n causes had not been examined before; nothing is found there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) were not examined now; nothing had been found there.</source>
        <translation>
            <numerusform>%n cause was not examined now; nothing had been found there.</numerusform>
            <numerusform>%n causes were not examined now; nothing had been found there.</numerusform>
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
        <source>%n cause(s) neither found nor ruled out, because not everything could be checked.</source>
        <translation>
            <numerusform>%n cause neither found nor ruled out, because not everything could be checked.</numerusform>
            <numerusform>%n causes neither found nor ruled out, because not everything could be checked.</numerusform>
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
    <name>Fleet</name>
    <message numerus="yes">
        <source>Azure is throttling this account and asks to wait %n second(s). The run waits and then continues.</source>
        <translation>
            <numerusform>Azure is throttling this account and asks to wait %n second. The run waits and then continues.</numerusform>
            <numerusform>Azure is throttling this account and asks to wait %n seconds. The run waits and then continues.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Examining %n virtual machine(s)…</source>
        <translation>
            <numerusform>Examining %n virtual machine…</numerusform>
            <numerusform>Examining %n virtual machines…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FleetHead</name>
    <message numerus="yes">
        <source>Last %n hour(s)</source>
        <translation>
            <numerusform>Last %n hour</numerusform>
            <numerusform>Last %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) failed</source>
        <translation>
            <numerusform>%n backup failed</numerusform>
            <numerusform>%n backups failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n subscription(s)</source>
        <translation>
            <numerusform>in %n subscription</numerusform>
            <numerusform>in %n subscriptions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exa&amp;mine all %n</source>
        <translation>
            <numerusform>Exa&amp;mine %n VM</numerusform>
            <numerusform>Exa&amp;mine all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exa&amp;mine the other %n</source>
        <translation>
            <numerusform>Exa&amp;mine the other %n</numerusform>
            <numerusform>Exa&amp;mine the other %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FleetText</name>
    <message numerus="yes">
        <source>%n virtual machine(s) to examine.</source>
        <translation>
            <numerusform>%n virtual machine to examine.</numerusform>
            <numerusform>%n virtual machines to examine.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Azure throttled this account, and the run had to wait: %n second(s) in all.</source>
        <translation>
            <numerusform>Azure throttled this account, and the run had to wait: %n second in all.</numerusform>
            <numerusform>Azure throttled this account, and the run had to wait: %n seconds in all.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FleetTree</name>
    <message numerus="yes">
        <source>%n VM(s)</source>
        <translation>
            <numerusform>%n VM</numerusform>
            <numerusform>%n VMs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FleetView</name>
    <message numerus="yes">
        <source>%n failed backup(s) found.</source>
        <translation>
            <numerusform>%n failed backup found.</numerusform>
            <numerusform>%n failed backups found.</numerusform>
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
    <name>HelpDialog</name>
    <message numerus="yes">
        <source>%n page(s) found</source>
        <translation>
            <numerusform>%n page found</numerusform>
            <numerusform>%n pages found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>History</name>
    <message numerus="yes">
        <source>%n kept diagnosis(es) could not be deleted: {reason}. They are in {folder}.</source>
        <translation>
            <numerusform>%n kept diagnosis could not be deleted: {reason}. It is in {folder}.</numerusform>
            <numerusform>%n kept diagnoses could not be deleted: {reason}. They are in {folder}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>%n diagnosis(es) on this computer. New ones are not kept: that is switched off.</source>
        <translation>
            <numerusform>%n diagnosis on this computer. New ones are not kept: that is switched off.</numerusform>
            <numerusform>%n diagnoses on this computer. New ones are not kept: that is switched off.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) on this computer, of at most {most}. Nothing of it leaves this computer.</source>
        <translation>
            <numerusform>%n diagnosis on this computer, of at most {most}. Nothing of it leaves this computer.</numerusform>
            <numerusform>%n diagnoses on this computer, of at most {most}. Nothing of it leaves this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are unfinished: begun, and neither completed nor undone</source>
        <translation>
            <numerusform>%n change is unfinished: begun, and neither completed nor undone</numerusform>
            <numerusform>%n changes are unfinished: begun, and neither completed nor undone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n kept diagnosis(es)?</source>
        <translation>
            <numerusform>Delete %n kept diagnosis?</numerusform>
            <numerusform>Delete %n kept diagnoses?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JournalText</name>
    <message numerus="yes">
        <source>%n file(s) of the journal cannot be read; what was in them is not known:</source>
        <translation>
            <numerusform>%n file of the journal cannot be read; what was in it is not known:</numerusform>
            <numerusform>%n files of the journal cannot be read; what was in them is not known:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) may be sent:</source>
        <translation>
            <numerusform>%n request may be sent:</numerusform>
            <numerusform>%n requests may be sent:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message numerus="yes">
        <source>%n lock(s) apply to the restore points: {names}. {effect} Restore points now: {total}.</source>
        <translation>
            <numerusform>%n lock applies to the restore points: {names}. {effect} Restore points now: {total}.</numerusform>
            <numerusform>%n locks apply to the restore points: {names}. {effect} Restore points now: {total}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s), below the limit.</source>
        <translation>
            <numerusform>%n restore point, below the limit.</numerusform>
            <numerusform>%n restore points, below the limit.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up, but not because of a lock: something else keeps them.</source>
        <translation>
            <numerusform>%n restore point has piled up, but not because of a lock: something else keeps it.</numerusform>
            <numerusform>%n restore points have piled up, but not because of a lock: something else keeps them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up; whether a lock keeps them could not be checked.</source>
        <translation>
            <numerusform>%n restore point has piled up; whether a lock keeps it could not be checked.</numerusform>
            <numerusform>%n restore points have piled up; whether a lock keeps them could not be checked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up because of the lock; the limit is {limit}.</source>
        <translation>
            <numerusform>%n restore point has piled up because of the lock; the limit is {limit}.</numerusform>
            <numerusform>%n restore points have piled up because of the lock; the limit is {limit}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Memory</name>
    <message numerus="yes">
        <source>The secret is longer than the %n character(s) that a password store takes, so it was not remembered.</source>
        <translation>
            <numerusform>The secret is longer than the %n character that a password store takes, so it was not remembered.</numerusform>
            <numerusform>The secret is longer than the %n characters that a password store takes, so it was not remembered.</numerusform>
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
    <message numerus="yes">
        <source>{nsg} also serves %n other subnet(s) or interface(s). The new rule names this VM&apos;s address alone, so it opens nothing for them.</source>
        <translation>
            <numerusform>{nsg} also serves %n other subnet or interface. The new rule names this VM&apos;s address alone, so it opens nothing for it.</numerusform>
            <numerusform>{nsg} also serves %n other subnets or interfaces. The new rule names this VM&apos;s address alone, so it opens nothing for them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{table} also serves %n other subnet(s): their way to Azure Storage changes too.</source>
        <translation>
            <numerusform>{table} also serves %n other subnet: its way to Azure Storage changes too.</numerusform>
            <numerusform>{table} also serves %n other subnets: their way to Azure Storage changes too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other IP configuration(s) are in the subnet: their way to Azure Storage changes too.</source>
        <translation>
            <numerusform>%n other IP configuration is in the subnet: its way to Azure Storage changes too.</numerusform>
            <numerusform>%n other IP configurations are in the subnet: their way to Azure Storage changes too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotLooked</name>
    <message numerus="yes">
        <source>{reason} Not checked because of that: {checks} and %n more check(s).</source>
        <translation>
            <numerusform>{reason} Not checked because of that: {checks} and %n more check.</numerusform>
            <numerusform>{reason} Not checked because of that: {checks} and %n more checks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastCause</name>
    <message numerus="yes">
        <source>Show the evidence (%n)</source>
        <translation>
            <numerusform>Show the evidence (%n)</numerusform>
            <numerusform>Show the evidence (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PastedVm</name>
    <message numerus="yes">
        <source>%n VM(s) are named here: {names}. Paste the id or the address of one.</source>
        <translation>
            <numerusform>%n VM is named here: {names}. Paste the id or the address of one.</numerusform>
            <numerusform>%n VMs are named here: {names}. Paste the id or the address of one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Pdf</name>
    <message numerus="yes">
        <source>%n cause(s) that do not concern this VM</source>
        <extracomment>a cell of the list of causes</extracomment>
        <translation>
            <numerusform>%n cause that does not concern this VM</numerusform>
            <numerusform>%n causes that do not concern this VM</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) of which every check is in order</source>
        <extracomment>a cell of the list of causes</extracomment>
        <translation>
            <numerusform>%n cause of which every check is in order</numerusform>
            <numerusform>%n causes of which every check is in order</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) that can only be seen inside the VM</source>
        <extracomment>a cell of the list of causes</extracomment>
        <translation>
            <numerusform>%n cause that can only be seen inside the VM</numerusform>
            <numerusform>%n causes that can only be seen inside the VM</numerusform>
        </translation>
    </message>
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
    <message numerus="yes">
        <source>%n more check(s) say something else now: in the attached file.</source>
        <translation>
            <numerusform>%n more check says something else now: in the attached file.</numerusform>
            <numerusform>%n more checks say something else now: in the attached file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) made again came to what they had found before.</source>
        <translation>
            <numerusform>%n check made again came to what it had found before.</numerusform>
            <numerusform>%n checks made again came to what they had found before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing: “What could not be checked” names them.</source>
        <translation>
            <numerusform>%n missing: “What could not be checked” names it.</numerusform>
            <numerusform>%n missing: “What could not be checked” names them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repair(s) can be done by this program</source>
        <translation>
            <numerusform>%n repair can be done by this program</numerusform>
            <numerusform>%n repairs can be done by this program</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) in between: in the attached file.</source>
        <translation>
            <numerusform>%n event in between: in the attached file.</numerusform>
            <numerusform>%n events in between: in the attached file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanText</name>
    <message numerus="yes">
        <source>It runs this script of %n line(s) inside the VM:</source>
        <translation>
            <numerusform>It runs this script of %n line inside the VM:</numerusform>
            <numerusform>It runs this script of %n lines inside the VM:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Policy</name>
    <message numerus="yes">
        <source>Azure Policy refused %n change(s) in the subscription recently, none of them for this VM&apos;s restore points.</source>
        <translation>
            <numerusform>Azure Policy refused %n change in the subscription recently, but not for this VM&apos;s restore points.</numerusform>
            <numerusform>Azure Policy refused %n changes in the subscription recently, none of them for this VM&apos;s restore points.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message numerus="yes">
        <source>The report has %n page(s).</source>
        <translation>
            <numerusform>The report has %n page.</numerusform>
            <numerusform>The report has %n pages.</numerusform>
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
    <message numerus="yes">
        <source>%n more extension(s) have failed; this removes one at a time.</source>
        <translation>
            <numerusform>%n more extension has failed; this removes one at a time.</numerusform>
            <numerusform>%n more extensions have failed; this removes one at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemedyCard</name>
    <message numerus="yes">
        <source>Can be carried out, as far as is known. Not known whether you hold: %n permission(s).</source>
        <translation>
            <numerusform>Can be carried out, as far as is known. Not known whether you hold: %n permission.</numerusform>
            <numerusform>Can be carried out, as far as is known. Not known whether you hold: %n permissions.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Repair</name>
    <message numerus="yes">
        <source>The account lacks %n permission(s), among them {action} on {scope}.</source>
        <translation>
            <numerusform>The account lacks %n permission, among them {action} on {scope}.</numerusform>
            <numerusform>The account lacks %n permissions, among them {action} on {scope}.</numerusform>
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
        <source>%n restore point(s); Azure refuses another: the limit is {limit}.</source>
        <translation>
            <numerusform>%n restore point; Azure refuses another: the limit is {limit}.</numerusform>
            <numerusform>%n restore points; Azure refuses another: the limit is {limit}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s), below the limit of 18.</source>
        <translation>
            <numerusform>%n restore point, below the limit of 18.</numerusform>
            <numerusform>%n restore points, below the limit of 18.</numerusform>
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
        <source>%n of {total} restore point(s) lie in collections of others ({names}). There is room anyway.</source>
        <translation>
            <numerusform>%n of {total} restore points lies in a collection of others ({names}). There is room anyway.</numerusform>
            <numerusform>%n of {total} restore points lie in collections of others ({names}). There is room anyway.</numerusform>
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
    <name>Settings</name>
    <message numerus="yes">
        <source>%n diagnosis(es)</source>
        <translation>
            <numerusform>%n diagnosis</numerusform>
            <numerusform>%n diagnoses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) are remembered, in the password store of this computer. Each can be forgotten on the Sign in page.</source>
        <translation>
            <numerusform>%n account is remembered, in the password store of this computer. It can be forgotten on the Sign in page.</numerusform>
            <numerusform>%n accounts are remembered, in the password store of this computer. Each can be forgotten on the Sign in page.</numerusform>
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
    <message numerus="yes">
        <source>This computer&apos;s clock differs from Microsoft Entra&apos;s by %n minute(s). Correct it and sign in again.</source>
        <translation>
            <numerusform>This computer&apos;s clock differs from Microsoft Entra&apos;s by %n minute. Correct it and sign in again.</numerusform>
            <numerusform>This computer&apos;s clock differs from Microsoft Entra&apos;s by %n minutes. Correct it and sign in again.</numerusform>
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
    <name>StartCard</name>
    <message numerus="yes">
        <source>%n backup(s) on demand in the last 24 hours. Azure supports {supported} a day.</source>
        <translation>
            <numerusform>%n backup on demand in the last 24 hours. Azure supports {supported} a day.</numerusform>
            <numerusform>%n backups on demand in the last 24 hours. Azure supports {supported} a day.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SymptomPage</name>
    <message numerus="yes">
        <source>%n cause(s), all at once. The first one confirmed is the most likely.</source>
        <translation>
            <numerusform>%n cause. It is checked at once.</numerusform>
            <numerusform>%n causes, all at once. The first one confirmed is the most likely.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextReader</name>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VmList</name>
    <message numerus="yes">
        <source>Azure is throttling this account. Reading continues in %n second(s).</source>
        <translation>
            <numerusform>Azure is throttling this account. Reading continues in %n second.</numerusform>
            <numerusform>Azure is throttling this account. Reading continues in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of Azure&apos;s list do not name a virtual machine and were skipped.</source>
        <translation>
            <numerusform>%n row of Azure&apos;s list does not name a virtual machine and was skipped.</numerusform>
            <numerusform>%n rows of Azure&apos;s list do not name a virtual machine and were skipped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n subscription(s) VMs could not be read. In {name}: {reason}</source>
        <translation>
            <numerusform>In %n subscription VMs could not be read. In {name}: {reason}</numerusform>
            <numerusform>In %n subscriptions VMs could not be read. In {name}: {reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n subscription(s) last backups could not be read. In {name}: {reason}</source>
        <translation>
            <numerusform>In %n subscription last backups could not be read. In {name}: {reason}</numerusform>
            <numerusform>In %n subscriptions last backups could not be read. In {name}: {reason}</numerusform>
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
        <source>%n virtual machine(s) so far</source>
        <translation>
            <numerusform>%n virtual machine so far</numerusform>
            <numerusform>%n virtual machines so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a failed backup</source>
        <translation>
            <numerusform>%n with a failed backup</numerusform>
            <numerusform>%n with a failed backup</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s) were searched.</source>
        <translation>
            <numerusform>%n subscription was searched.</numerusform>
            <numerusform>%n subscriptions were searched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n VMs are named {vm} in a group {group}. Choose yours by its subscription.</source>
        <translation>
            <numerusform>%n VM is named {vm} in a group {group}. Choose yours by its subscription.</numerusform>
            <numerusform>%n VMs are named {vm} in a group {group}. Choose yours by its subscription.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Choose the VM whose backup failed. You can see %n subscription(s) of tenant {tenant}.</source>
        <translation>
            <numerusform>Choose the VM whose backup failed. You can see %n subscription of tenant {tenant}.</numerusform>
            <numerusform>Choose the VM whose backup failed. You can see %n subscriptions of tenant {tenant}.</numerusform>
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
    <name>Window</name>
    <message numerus="yes">
        <source>%n change(s) are unfinished: begun, and neither completed nor undone.</source>
        <translation>
            <numerusform>%n change is unfinished: begun, and neither completed nor undone.</numerusform>
            <numerusform>%n changes are unfinished: begun, and neither completed nor undone.</numerusform>
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
