<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>Accounts</name>
    <message>
        <source>{tenant} · {cloud} · {method} · last used {when}</source>
        <translation>{tenant} · {cloud} · {method} · последнее использование: {when}</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Забыть…</translation>
    </message>
    <message>
        <source>Sign in as {user}, {tenant}</source>
        <translation>Войти как {user}, {tenant}</translation>
    </message>
    <message>
        <source>Forget {user}, {tenant}</source>
        <translation>Забыть учётную запись {user}, {tenant}</translation>
    </message>
    <message>
        <source>Accounts on this computer</source>
        <translation>Учётные записи на этом компьютере</translation>
    </message>
    <message>
        <source>Looking for remembered accounts…</source>
        <translation>Ищутся сохранённые учётные записи…</translation>
    </message>
</context>
<context>
    <name>AccountsText</name>
    <message>
        <source>No account is remembered.</source>
        <translation>Сохранённых учётных записей нет.</translation>
    </message>
    <message>
        <source>{key}: {user}</source>
        <translation>{key}: {user}</translation>
    </message>
    <message>
        <source>Sign-in: --auth {method}, cloud {cloud}</source>
        <translation>Вход: --auth {method}, облако {cloud}</translation>
    </message>
    <message>
        <source>Tenant: {tenant}</source>
        <translation>Клиент Entra: {tenant}</translation>
    </message>
    <message>
        <source>Last used: {moment}</source>
        <translation>Последнее использование: {moment}</translation>
    </message>
</context>
<context>
    <name>ActionList</name>
    <message>
        <source>{number}. {step}: {stage}</source>
        <translation>{number}. {step}: {stage}</translation>
    </message>
    <message>
        <source>No answer arrived.</source>
        <translation>Ответ не пришёл.</translation>
    </message>
    <message>
        <source>HTTP {status} · request id {id}</source>
        <translation>HTTP&#xa0;{status} · идентификатор запроса {id}</translation>
    </message>
</context>
<context>
    <name>Agent</name>
    <message>
        <source>The VM is {power}. Azure backs up its disks as they are (crash-consistent), without the agent.</source>
        <translation>ВМ в состоянии {power}. В резервную копию диски попадут как есть (согласованность на момент сбоя), агент для этого не нужен.</translation>
    </message>
    <message>
        <source>The VM is changing state ({power}). Look again in a minute.</source>
        <translation>Состояние ВМ меняется ({power}). Повторите проверку через минуту.</translation>
    </message>
    <message>
        <source>This VM&apos;s policy takes agentless snapshots, so its backup does not depend on this. Result of the check: {finding}</source>
        <translation>Политика этой ВМ делает моментальные снимки без агента, поэтому на резервное копирование это не влияет. Результат проверки: {finding}</translation>
    </message>
    <message>
        <source>Azure shows the agent in the state {code}, which says neither that it is ready nor that it is silent.</source>
        <translation>Azure показывает состояние агента {code}: из него не следует ни что агент готов, ни что он не отвечает.</translation>
    </message>
    <message>
        <source>The agent is silent while Azure is changing the VM ({state}). Look again when that is over.</source>
        <translation>Агент не отвечает, пока Azure изменяет ВМ ({state}). Проверьте ещё раз, когда изменение завершится.</translation>
    </message>
    <message>
        <source>The agent is silent, and Azure shows no power state: the VM may be off.</source>
        <translation>Агент не отвечает, а состояния питания Azure не показывает: возможно, ВМ выключена.</translation>
    </message>
    <message>
        <source>The agent does not report to Azure.</source>
        <translation>Агент не выходит на связь с Azure.</translation>
    </message>
    <message>
        <source>The agent does not report to Azure. Azure says: {message}</source>
        <translation>Агент не выходит на связь с Azure. Сообщение Azure: {message}</translation>
    </message>
    <message>
        <source>The guest has been shut down, so its agent cannot answer; the agent is not to blame.</source>
        <translation>Гостевая система выключена, поэтому её агент не отвечает; дело не в агенте.</translation>
    </message>
    <message>
        <source>The agent says it is ready, but Azure does not say when it last reported.</source>
        <translation>Агент сообщает о готовности, но Azure не показывает, когда он в последний раз выходил на связь.</translation>
    </message>
    <message>
        <source>The agent says it is ready, but dates that {ahead} ahead of Azure&apos;s clock: how long ago it was cannot be told.</source>
        <translation>Агент сообщает о готовности, но его время опережает часы Azure на {ahead}: когда он в последний раз выходил на связь, сказать нельзя.</translation>
    </message>
    <message>
        <source>Azure still shows the agent as ready, but it last reported {age} ago ({moment}): it hangs.</source>
        <translation>Azure всё ещё показывает, что агент готов, но в последний раз он выходил на связь {age} назад ({moment}): агент завис.</translation>
    </message>
    <message>
        <source>The guest has been shut down; its agent&apos;s version cannot be seen now.</source>
        <translation>Гостевая система выключена; версию её агента сейчас не увидеть.</translation>
    </message>
    <message>
        <source>The guest has been shut down; nothing can be said of its agent now.</source>
        <translation>Гостевая система выключена; об её агенте сейчас ничего сказать нельзя.</translation>
    </message>
    <message>
        <source>The agent is ready and reported {age} ago.</source>
        <translation>Агент готов и выходил на связь {age} назад.</translation>
    </message>
    <message>
        <source>Azure shows an agent version this program cannot read: {version}.</source>
        <translation>Azure показывает версию агента, которую эта программа не может разобрать: {version}.</translation>
    </message>
    <message>
        <source>A silent agent reports no version.</source>
        <translation>Агент не отвечает и не сообщает свою версию.</translation>
    </message>
    <message>
        <source>Azure does not say whether this VM was created with an agent, as is usual for one created from a specialised disk.</source>
        <translation>Azure не сообщает, создана ли эта ВМ с агентом; так бывает, если она создана из специализированного диска.</translation>
    </message>
    <message>
        <source>The VM was created without the agent (provisionVMAgent), but one has been installed since.</source>
        <translation>ВМ создана без агента (provisionVMAgent), но позже его установили.</translation>
    </message>
    <message>
        <source>Azure put the agent into this VM when it was created.</source>
        <translation>Azure установил агент в эту ВМ при её создании.</translation>
    </message>
    <message>
        <source>The VM was created without the agent (provisionVMAgent), and none reports: perhaps it has never been installed.</source>
        <translation>ВМ создана без агента (provisionVMAgent), и на связь никакой агент не выходит: возможно, его никогда не устанавливали.</translation>
    </message>
    <message>
        <source>Agent {version} is older than {minimum}, the oldest supported version.</source>
        <translation>Версия агента {version} ниже минимальной поддерживаемой ({minimum}).</translation>
    </message>
    <message>
        <source>Agent {version} is supported ({minimum} or later).</source>
        <translation>Версия агента {version} поддерживается (минимальная&#xa0;— {minimum}).</translation>
    </message>
</context>
<context>
    <name>AgentRepair</name>
    <message>
        <source>The script only plans the restart and ends: stopping the agent cuts off everything that runs through it, the script too.</source>
        <translation>Скрипт только планирует перезапуск и завершается: остановка агента обрывает всё, что через него выполняется, в том числе сам скрипт.</translation>
    </message>
    <message>
        <source>No backup may start until the agent reports again; this is not offered while one is running.</source>
        <translation>Пока агент снова не выйдет на связь, резервное копирование начинаться не должно; если оно выполняется сейчас, это исправление не предлагается.</translation>
    </message>
    <message>
        <source>Restart RdAgent and WindowsAzureGuestAgent in a minute, and let them start with Windows</source>
        <translation>Через минуту перезапустить RdAgent и WindowsAzureGuestAgent и включить их запуск вместе с Windows</translation>
    </message>
    <message>
        <source>Download the newest agent, check Microsoft&apos;s signature and install it in a minute</source>
        <translation>Скачать новейшую версию агента, проверить подпись Microsoft и через минуту установить</translation>
    </message>
    <message>
        <source>Nothing. Extensions and their settings stay.</source>
        <translation>Ничего. Расширения и их параметры остаются.</translation>
    </message>
    <message>
        <source>Cannot be undone: the new agent replaces the old one.</source>
        <translation>Вернуть как было нельзя: новый агент заменяет старый.</translation>
    </message>
    <message>
        <source>The VM must be able to reach api.github.com and github.com on TCP 443. If it cannot, nothing is changed, and the agent has to be installed manually.</source>
        <translation>ВМ нужен доступ к api.github.com и github.com по TCP&#xa0;443. Без него ничего не изменится, и агент придётся установить вручную.</translation>
    </message>
    <message>
        <source>The installer writes its log to Panther\msiexec.log in the Windows folder.</source>
        <translation>Установщик пишет журнал в файл Panther\msiexec.log в папке Windows.</translation>
    </message>
    <message>
        <source>Restart the agent&apos;s service in half a minute, and let it start with the system</source>
        <translation>Через полминуты перезапустить службу агента и включить её запуск вместе с системой</translation>
    </message>
    <message>
        <source>Update the agent&apos;s package from the distribution&apos;s repository</source>
        <translation>Обновить пакет агента из репозитория дистрибутива</translation>
    </message>
    <message>
        <source>Manually: install the older package with the distribution&apos;s package manager.</source>
        <translation>Вручную: установите прежний пакет диспетчером пакетов дистрибутива.</translation>
    </message>
    <message>
        <source>The VM must be able to reach its distribution&apos;s repository. If it cannot, or if the repository has nothing newer, nothing is changed.</source>
        <translation>ВМ нужен доступ к репозиторию её дистрибутива. Если его нет или в репозитории нет более новой версии, ничего не изменится.</translation>
    </message>
    <message>
        <source>Set AutoUpdate.UpdateToLatestVersion=y in /etc/waagent.conf, and restart the agent</source>
        <translation>Задать AutoUpdate.UpdateToLatestVersion=y в /etc/waagent.conf и перезапустить агент</translation>
    </message>
    <message>
        <source>An AutoUpdate.Enabled that says otherwise is set aside. What stood in the file stays in it as a comment.</source>
        <translation>Если строка AutoUpdate.Enabled этому противоречит, она отключается. Прежние строки остаются в файле как комментарии.</translation>
    </message>
    <message>
        <source>Azure hands out the newest agent some time later, not at once.</source>
        <translation>Новейшую версию агента Azure выдаёт не сразу, а через некоторое время.</translation>
    </message>
    <message>
        <source>Set Logs.Verbose=y in /etc/waagent.conf, and restart the agent</source>
        <translation>Задать Logs.Verbose=y в /etc/waagent.conf и перезапустить агент</translation>
    </message>
    <message>
        <source>The log grows fast. Undo this when the failure has been reproduced.</source>
        <translation>Журнал быстро растёт. Когда сбой удастся воспроизвести, верните всё как было.</translation>
    </message>
    <message>
        <source>Set Provisioning.Agent=auto in /etc/waagent.conf, and restart the agent</source>
        <translation>Задать Provisioning.Agent=auto в /etc/waagent.conf и перезапустить агент</translation>
    </message>
    <message>
        <source>This does not provision a running VM again.</source>
        <translation>Повторной подготовки работающей ВМ это не вызывает.</translation>
    </message>
    <message>
        <source>Fetch the end of the agent&apos;s log</source>
        <translation>Получить конец журнала агента</translation>
    </message>
    <message>
        <source>Fetch the end of the log of the agent&apos;s installer</source>
        <translation>Получить конец журнала установщика агента</translation>
    </message>
    <message>
        <source>Fetch the end of the backup extension&apos;s logs</source>
        <translation>Получить конец журналов расширения резервного копирования</translation>
    </message>
    <message>
        <source>Fetch the end of the backup extension&apos;s log</source>
        <translation>Получить конец журнала расширения резервного копирования</translation>
    </message>
    <message>
        <source>Fetch the last lines of the other extensions&apos; logs</source>
        <translation>Получить последние строки журналов других расширений</translation>
    </message>
    <message>
        <source>Fetch what the agent&apos;s XML files say of its orders, without any settings</source>
        <translation>Получить из XML-файлов агента сведения о полученных им указаниях, без каких-либо параметров</translation>
    </message>
</context>
<context>
    <name>Allowing</name>
    <message>
        <source>Backup Doctor only reads until you allow more. From now on it may change things in Azure and inside the VM.</source>
        <translation>Пока вы не разрешите большего, Backup Doctor только читает. После разрешения программа сможет вносить изменения в Azure и внутри ВМ.</translation>
    </message>
    <message>
        <source>Nothing is changed by this alone. Every repair first shows its plan: the exact requests, the permissions, what is interrupted, what is lost and how it can be undone. Only what you confirm there is sent.</source>
        <translation>Само разрешение ничего не меняет. Каждое исправление сначала показывает план: точные запросы, нужные разрешения, что прервётся, что будет потеряно и как вернуть всё как было. Отправляется только то, что вы там подтвердите.</translation>
    </message>
    <message>
        <source>Everything is written into a journal on this computer before it is sent, so that nothing is left half done unnoticed.</source>
        <translation>Всё записывается в журнал изменений на этом компьютере ещё до отправки, чтобы ничто не осталось незаметно сделанным наполовину.</translation>
    </message>
    <message>
        <source>They stay allowed until you switch this off or sign out.</source>
        <translation>Разрешение действует, пока вы его не отключите или не выйдете из учётной записи.</translation>
    </message>
    <message>
        <source>Allow repairs?</source>
        <translation>Разрешить исправления?</translation>
    </message>
    <message>
        <source>&amp;Allow repairs</source>
        <translation>&amp;Разрешить исправления</translation>
    </message>
</context>
<context>
    <name>Answer</name>
    <message>
        <source>Marked: {path}, the value that decided.</source>
        <translation>Выделено решающее значение: {path}.</translation>
    </message>
    <message>
        <source>Marked: the list whose items were counted ({path}).</source>
        <translation>Выделен список, элементы которого подсчитаны: {path}.</translation>
    </message>
    <message>
        <source>Marked: the text that holds the value that decided ({path}).</source>
        <translation>Выделен текст, в котором находится решающее значение: {path}.</translation>
    </message>
    <message>
        <source>There is nothing at {path}, and that is what decided. Marked: what would hold it.</source>
        <translation>Значения {path} в ответе нет, и это оказалось решающим. Выделен элемент, в котором оно должно быть.</translation>
    </message>
    <message>
        <source>No single value of this answer decided.</source>
        <translation>Какого-то одного решающего значения в этом ответе нет.</translation>
    </message>
    <message>
        <source>The whole answer</source>
        <translation>Ответ целиком</translation>
    </message>
    <message>
        <source>Copy the whole answer</source>
        <translation>Скопировать ответ целиком</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Скопировать всё</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Сохранить…</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
    <message>
        <source>Laying the answer out…</source>
        <translation>Ответ готовится к показу…</translation>
    </message>
    <message>
        <source>{marked} Very long texts are cut here; what you copy or save is whole.</source>
        <translation>{marked} Очень длинные тексты здесь обрезаны; копируются и сохраняются они полностью.</translation>
    </message>
    <message>
        <source>This answer is no longer in memory: only so much is kept, and nothing is written to the disk. Check again to see it.</source>
        <translation>Этого ответа уже нет в памяти: объём хранимых ответов ограничен, а на диск ничего не записывается. Чтобы увидеть ответ, выполните проверку ещё раз.</translation>
    </message>
    <message>
        <source>Cancelled. Close this and open it again to see the answer.</source>
        <translation>Отменено. Чтобы увидеть ответ, закройте это окно и откройте его снова.</translation>
    </message>
    <message>
        <source>Save the answer</source>
        <translation>Сохранение ответа</translation>
    </message>
</context>
<context>
    <name>Azure</name>
    <message>
        <source>The session is read-only: {method} {path} was not sent.</source>
        <translation>Сеанс только для чтения: запрос {method} {path} не отправлен.</translation>
    </message>
    <message>
        <source>{reason} {method} {path} was not sent.</source>
        <translation>{reason} Запрос {method} {path} не отправлен.</translation>
    </message>
    <message>
        <source>The answer was not JSON. A proxy or sign-in page may stand between this computer and Azure.</source>
        <translation>Ответ пришёл не в формате JSON. Возможно, между этим компьютером и Azure стоит прокси-сервер или страница входа.</translation>
    </message>
    <message>
        <source>Azure did not answer in time.</source>
        <translation>Ответ от Azure не пришёл вовремя.</translation>
    </message>
    <message>
        <source>Signing in failed: {words}</source>
        <translation>Войти не удалось: {words}</translation>
    </message>
    <message>
        <source>Azure refused: {words}</source>
        <translation>Azure отклоняет запрос: {words}</translation>
    </message>
    <message>
        <source>Azure could not be reached: {words}</source>
        <translation>Не удалось подключиться к Azure: {words}</translation>
    </message>
    <message>
        <source>Azure does not know this ({code}): {words}</source>
        <translation>Azure не находит такого ресурса ({code}): {words}</translation>
    </message>
    <message>
        <source>It has been changed since the plan was made, so Azure refused (412). Make the plan again.</source>
        <translation>Azure отклоняет запрос (412): после составления плана этот ресурс изменился. Составьте план заново.</translation>
    </message>
    <message>
        <source>Azure had an internal error, {status} {code}: {words}</source>
        <translation>Внутренняя ошибка Azure, {status} {code}: {words}</translation>
    </message>
    <message>
        <source>Azure refused with {status} {code}: {words}</source>
        <translation>Azure отклоняет запрос с кодом {status} {code}: {words}</translation>
    </message>
    <message>
        <source>The access token has expired. Sign in again.</source>
        <translation>Срок действия маркера доступа истёк. Войдите снова.</translation>
    </message>
    <message>
        <source>Azure does not accept this sign-in ({code}): {words}</source>
        <translation>Azure не принимает этот вход ({code}): {words}</translation>
    </message>
    <message>
        <source>This belongs to another tenant than the one that was signed in to. Sign in to its tenant and look again.</source>
        <translation>Этот ресурс относится не к тому клиенту Entra, в который выполнен вход. Войдите в нужный клиент и повторите проверку.</translation>
    </message>
    <message>
        <source>This belongs to tenant {tenant}, and the sign-in is for another one. Sign in to that tenant and look again.</source>
        <translation>Этот ресурс относится к клиенту Entra {tenant}, а вход выполнен в другой. Войдите в этот клиент и повторите проверку.</translation>
    </message>
    <message>
        <source>Azure forbids this ({code}): {words}</source>
        <translation>Azure запрещает этот запрос ({code}): {words}</translation>
    </message>
    <message>
        <source>Not allowed: the account lacks {action} on {scope}.</source>
        <translation>Нет прав: учётной записи не хватает разрешения {action} в области {scope}.</translation>
    </message>
    <message>
        <source>Not allowed to look: the account lacks {action} on {scope}.</source>
        <translation>Нет прав на просмотр: учётной записи не хватает разрешения {action} в области {scope}.</translation>
    </message>
    <message>
        <source>Azure is throttling this account. Look again in a few minutes.</source>
        <translation>Azure ограничивает число запросов этой учётной записи. Повторите проверку через несколько минут.</translation>
    </message>
    <message numerus="yes">
        <source>Azure is throttling this account and asks to wait %n second(s) before looking again.</source>
        <translation>
            <numerusform>Azure ограничивает число запросов этой учётной записи и просит подождать %n&#xa0;секунду, прежде чем повторить проверку.</numerusform>
            <numerusform>Azure ограничивает число запросов этой учётной записи и просит подождать %n&#xa0;секунды, прежде чем повторить проверку.</numerusform>
            <numerusform>Azure ограничивает число запросов этой учётной записи и просит подождать %n&#xa0;секунд, прежде чем повторить проверку.</numerusform>
        </translation>
    </message>
    <message>
        <source>Azure&apos;s answer lacks the field {path}.</source>
        <translation>В ответе Azure нет поля {path}.</translation>
    </message>
    <message>
        <source>Azure names an operating system this program does not know: {os}.</source>
        <translation>Неизвестная этой программе операционная система: {os}.</translation>
    </message>
    <message>
        <source>The answer was JSON, but not an ARM document.</source>
        <translation>Ответ в формате JSON, но это не документ ARM.</translation>
    </message>
    <message>
        <source>There is no virtual machine {vm} in resource group {group}, or this account may not see it.</source>
        <translation>В группе ресурсов {group} нет виртуальной машины {vm}, либо эта учётная запись её не видит.</translation>
    </message>
    <message>
        <source>Azure names a network resource this program does not know: {id}.</source>
        <translation>Неизвестный этой программе сетевой ресурс: {id}.</translation>
    </message>
    <message>
        <source>Azure did not return the rules or routes in effect within {limit}.</source>
        <translation>За&#xa0;{limit} не удалось получить от Azure действующие правила или маршруты.</translation>
    </message>
    <message>
        <source>The script inside the VM did not finish within {limit}. It only reads; Run Command may still be busy with it.</source>
        <translation>Скрипт внутри ВМ не завершился за&#xa0;{limit}. Он только читает; возможно, «Выполнение команды» (Run Command) всё ещё занято им.</translation>
    </message>
    <message>
        <source>Azure names a rule access this program does not know: {access}.</source>
        <translation>Azure называет действие правила, неизвестное этой программе: {access}.</translation>
    </message>
    <message>
        <source>Azure&apos;s list of effective rules lacks the network security group {nsg}.</source>
        <translation>В списке действующих правил от Azure нет группы безопасности сети {nsg}.</translation>
    </message>
    <message>
        <source>Azure says {word} at {path}, which this program does not know.</source>
        <translation>В поле&#xa0;{path} Azure называет значение {word}, которое этой программе не известно.</translation>
    </message>
    <message>
        <source>Azure&apos;s answer bears no date, so it is not known which days to look at.</source>
        <translation>В ответе Azure нет даты, поэтому неизвестно, за какие дни смотреть.</translation>
    </message>
    <message>
        <source>Azure&apos;s answer lacks the metric {metric}.</source>
        <translation>В ответе Azure нет метрики {metric}.</translation>
    </message>
    <message>
        <source>Azure&apos;s list of effective routes has no active route for a part of the Internet.</source>
        <translation>В списке действующих маршрутов от Azure для части адресов Интернета нет активного маршрута.</translation>
    </message>
    <message>
        <source>An answer names an address outside this cloud; no request was sent there: {address}</source>
        <translation>В ответе назван адрес вне этого облака, запрос туда не отправлен: {address}</translation>
    </message>
    <message>
        <source>Azure began this and then gave up ({code}): {words}</source>
        <translation>Операция в Azure началась, но завершилась сбоем ({code}): {words}</translation>
    </message>
    <message>
        <source>The connection was lost, and it is not known whether Azure has carried this out: {reason}</source>
        <translation>Соединение прервалось; выполнен ли запрос, неизвестно: {reason}</translation>
    </message>
    <message>
        <source>Azure had an internal error, and it is not known whether it has carried this out: {reason}</source>
        <translation>Внутренняя ошибка Azure; выполнен ли запрос, неизвестно: {reason}</translation>
    </message>
    <message>
        <source>Azure has begun this, and it can no longer be found out how it ended: {reason}</source>
        <translation>Операция в Azure началась, но узнать, чем она закончилась, уже нельзя: {reason}</translation>
    </message>
    <message>
        <source>Azure has begun this, and cannot be asked at the moment how far it has got: {reason}</source>
        <translation>Операция в Azure началась, но узнать, как она идёт, сейчас нельзя: {reason}</translation>
    </message>
    <message>
        <source>The script inside the VM could not do its work: {words}</source>
        <translation>Скрипт внутри ВМ не смог выполнить свою работу: {words}</translation>
    </message>
    <message>
        <source>The script inside the VM ended without an answer. It may have stopped half-way.</source>
        <translation>Скрипт внутри ВМ завершился без ответа. Возможно, он остановился на полпути.</translation>
    </message>
    <message>
        <source>The file from inside the VM arrived damaged.</source>
        <translation>Файл из ВМ пришёл повреждённым.</translation>
    </message>
    <message>
        <source>The file from inside the VM arrived damaged, or is larger than it can be.</source>
        <translation>Файл из ВМ пришёл повреждённым или превышает допустимый размер.</translation>
    </message>
</context>
<context>
    <name>BackUp</name>
    <message>
        <source>Back up again</source>
        <translation>Повторить резервное копирование</translation>
    </message>
    <message>
        <source>A backup on demand shows whether the repair has helped.</source>
        <translation>Резервное копирование по запросу показывает, помогло ли исправление.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Архивировать сейчас</translation>
    </message>
    <message>
        <source>Starts a backup on demand in the vault that protects this VM, and follows its job to the end.</source>
        <translation>Запускает резервное копирование по запросу в хранилище Служб восстановления, которое защищает эту ВМ, и отслеживает задание до конца.</translation>
    </message>
    <message>
        <source>The VM keeps running.</source>
        <translation>ВМ продолжает работать.</translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation>Ничего не теряется.</translation>
    </message>
    <message>
        <source>A restore point is added; Azure deletes it when its retention ends, after 30 days.</source>
        <translation>Добавляется точка восстановления; она удалится сама через 30&#xa0;дней, когда истечёт срок её хранения.</translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) on demand of this VM were tried in the last 24 hours, and Azure takes no more than {most}. The scheduled backup still runs; try again tomorrow.</source>
        <translation>
            <numerusform>За последние 24&#xa0;часа резервное копирование этой ВМ по запросу запускалось %n&#xa0;раз, а больше {most} запусков Azure не принимает. Резервное копирование по расписанию выполняется как обычно; повторите попытку завтра.</numerusform>
            <numerusform>За последние 24&#xa0;часа резервное копирование этой ВМ по запросу запускалось %n&#xa0;раза, а больше {most} запусков Azure не принимает. Резервное копирование по расписанию выполняется как обычно; повторите попытку завтра.</numerusform>
            <numerusform>За последние 24&#xa0;часа резервное копирование этой ВМ по запросу запускалось %n&#xa0;раз, а больше {most} запусков Azure не принимает. Резервное копирование по расписанию выполняется как обычно; повторите попытку завтра.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start a backup on demand and follow its job</source>
        <translation>Запустить резервное копирование по запросу и отслеживать его задание</translation>
    </message>
    <message>
        <source>No vault protects this VM, so there is nothing to back up with.</source>
        <translation>Эту ВМ не защищает ни одно хранилище Служб восстановления, поэтому запустить резервное копирование нельзя.</translation>
    </message>
    <message>
        <source>The protected item has been deleted. Undo the deletion in the vault first, then back up.</source>
        <translation>Защищённый элемент удалён. Сначала отмените удаление в хранилище Служб восстановления, затем запустите резервное копирование.</translation>
    </message>
    <message>
        <source>Protection of this VM is not active ({state}). Resume it in the vault first, then back up.</source>
        <translation>Защита этой ВМ не действует ({state}). Сначала возобновите её в хранилище Служб восстановления, затем запустите резервное копирование.</translation>
    </message>
    <message>
        <source>The VM has reached the restore point limit. This backup is expected to fail, but it sets off the clean-up, which takes several hours; the next one should succeed.</source>
        <translation>У ВМ предельное число точек восстановления. Это резервное копирование ожидаемо завершится сбоем, но начнёт очистку, которая занимает несколько часов; следующее должно пройти.</translation>
    </message>
    <message>
        <source>The VM has reached the restore point limit, and a lock keeps Azure Backup from deleting any. This backup would fail like the one before: lift the lock first.</source>
        <translation>Точек восстановления у ВМ уже предельное число, а блокировка не даёт Azure Backup их удалять. Это резервное копирование завершилось бы таким же сбоем, как и предыдущее: сначала снимите блокировку.</translation>
    </message>
    <message>
        <source>While the snapshot is taken, file systems of the VM may pause for a moment.</source>
        <translation>Пока делается моментальный снимок, файловые системы ВМ могут на мгновение приостановиться.</translation>
    </message>
    <message>
        <source>How many backups on demand there were today could not be read; Azure takes no more than nine in 24 hours.</source>
        <translation>Не удалось узнать, сколько раз сегодня запускалось резервное копирование по запросу; Azure принимает не больше девяти запусков за 24&#xa0;часа.</translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) on demand were tried in the last 24 hours. Azure supports {supported} a day and refuses after {most}.</source>
        <translation>
            <numerusform>За последние 24&#xa0;часа резервное копирование по запросу запускалось %n&#xa0;раз. Azure допускает {supported} в сутки, а больше {most} запусков не принимает.</numerusform>
            <numerusform>За последние 24&#xa0;часа резервное копирование по запросу запускалось %n&#xa0;раза. Azure допускает {supported} в сутки, а больше {most} запусков не принимает.</numerusform>
            <numerusform>За последние 24&#xa0;часа резервное копирование по запросу запускалось %n&#xa0;раз. Azure допускает {supported} в сутки, а больше {most} запусков не принимает.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackUpPage</name>
    <message>
        <source>Back up again</source>
        <translation>Повторить резервное копирование</translation>
    </message>
    <message>
        <source>{vm}. Only a backup that completes proves that the fault is gone.</source>
        <translation>{vm}. Только удавшееся резервное копирование доказывает, что неисправность устранена.</translation>
    </message>
    <message>
        <source>&amp;Diagnose this error</source>
        <translation>Диа&amp;гностировать эту ошибку</translation>
    </message>
    <message>
        <source>Read it &amp;again</source>
        <translation>Про&amp;читать ещё раз</translation>
    </message>
    <message>
        <source>&amp;Follow it</source>
        <translation>Отс&amp;леживать дальше</translation>
    </message>
    <message>
        <source>Lea&amp;ve it</source>
        <translation>Оставить как &amp;есть</translation>
    </message>
    <message>
        <source>The backup was not started</source>
        <translation>Резервное копирование не запущено</translation>
    </message>
    <message>
        <source>Azure has said nothing of its job yet.</source>
        <translation>Azure пока ничего не сообщает о задании.</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>Резервная копия создана</translation>
    </message>
    <message>
        <source>Whether a backup was started is not known</source>
        <translation>Неизвестно, запущено ли резервное копирование</translation>
    </message>
    <message>
        <source>No longer followed</source>
        <translation>Больше не отслеживается</translation>
    </message>
    <message>
        <source>The backup may still be running in Azure: its end has not been seen. Following it needs repairs to be allowed, although it only looks.</source>
        <translation>Возможно, резервное копирование в Azure ещё идёт: чем оно закончилось, программа не видела. Чтобы отслеживать его, нужно разрешить исправления, хотя само отслеживание ничего не меняет.</translation>
    </message>
    <message>
        <source>The backup may still be running in Azure: its end has not been seen. Follow it, or leave it, before you start another one.</source>
        <translation>Возможно, резервное копирование в Azure ещё идёт: чем оно закончилось, программа не видела. Прежде чем запускать новое, продолжите отслеживание или оставьте как есть.</translation>
    </message>
    <message>
        <source>{words} What its job says could not be read: {reason}</source>
        <translation>{words} Не удалось прочитать, что сообщает задание: {reason}</translation>
    </message>
    <message>
        <source>{words} Reading what its job says…</source>
        <translation>{words} Читается, что сообщает задание…</translation>
    </message>
    <message>
        <source>The backup failed</source>
        <translation>Резервное копирование завершилось сбоем</translation>
    </message>
    <message>
        <source>The first backup after the lock was lifted fails, but sets off the clean-up of old restore points, which takes several hours. Back up once more after that. {error}</source>
        <translation>Первое резервное копирование после снятия блокировки завершается сбоем, но начинает очистку старых точек восстановления, которая занимает несколько часов. После неё запустите резервное копирование ещё раз. {error}</translation>
    </message>
    <message>
        <source>The backup failed; this first failure is expected</source>
        <translation>Резервное копирование завершилось сбоем; этот первый сбой ожидаем</translation>
    </message>
    <message>
        <source>Counting today&apos;s backups…</source>
        <translation>Подсчитываются сегодняшние запуски резервного копирования…</translation>
    </message>
    <message>
        <source>Reading why the backup failed…</source>
        <translation>Выясняется, почему не удалось резервное копирование…</translation>
    </message>
    <message>
        <source>Reading it was cancelled.</source>
        <translation>Чтение отменено.</translation>
    </message>
    <message>
        <source>Azure names no error.</source>
        <translation>Azure не называет ошибку.</translation>
    </message>
    <message>
        <source>Azure says {code}.</source>
        <translation>Azure сообщает код {code}.</translation>
    </message>
    <message>
        <source>Azure says {code}: {message}</source>
        <translation>Azure сообщает код {code}: {message}</translation>
    </message>
</context>
<context>
    <name>BackingUp</name>
    <message>
        <source>Running…</source>
        <translation>Выполняется…</translation>
    </message>
    <message>
        <source>End not seen</source>
        <translation>Завершение не отслежено</translation>
    </message>
    <message>
        <source>Backed up</source>
        <translation>Копия создана</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Неизвестно</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copy this message</source>
        <translation>Скопировать это сообщение</translation>
    </message>
    <message>
        <source>Log: {file}</source>
        <translation>Журнал: {file}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Скрыть</translation>
    </message>
</context>
<context>
    <name>BeforeAfter</name>
    <message>
        <source>The checks are running again…</source>
        <translation>Проверки выполняются ещё раз…</translation>
    </message>
    <message>
        <source>The checks, before and after</source>
        <translation>Проверки до и после</translation>
    </message>
    <message numerus="yes">
        <source>As before: %n check(s).</source>
        <translation>
            <numerusform>Без изменений: %n&#xa0;проверка.</numerusform>
            <numerusform>Без изменений: %n&#xa0;проверки.</numerusform>
            <numerusform>Без изменений: %n&#xa0;проверок.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Every check says the same as before: %n check(s).</source>
        <translation>
            <numerusform>Все результаты прежние: %n&#xa0;проверка.</numerusform>
            <numerusform>Все результаты прежние: %n&#xa0;проверки.</numerusform>
            <numerusform>Все результаты прежние: %n&#xa0;проверок.</numerusform>
        </translation>
    </message>
    <message>
        <source>Before: {status}. {finding}</source>
        <translation>Было: {status}. {finding}</translation>
    </message>
    <message>
        <source>Now: {status}. {finding}</source>
        <translation>Сейчас: {status}. {finding}</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>Ne&amp;xt</source>
        <translation>&amp;Далее</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>На&amp;чать</translation>
    </message>
    <message>
        <source>&amp;Export PDF…</source>
        <translation>&amp;Сохранить PDF…</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Назад</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>О&amp;тменить</translation>
    </message>
    <message>
        <source>S&amp;how…</source>
        <translation>П&amp;оказать…</translation>
    </message>
    <message>
        <source>just started</source>
        <translation>только что началось</translation>
    </message>
    <message>
        <source>for {elapsed}</source>
        <translation>уже&#xa0;{elapsed}</translation>
    </message>
    <message>
        <source>{done} of {total} · {elapsed}</source>
        <translation>{done} из&#xa0;{total} · уже&#xa0;{elapsed}</translation>
    </message>
</context>
<context>
    <name>Bundle</name>
    <message>
        <source>The chosen file</source>
        <translation>Выбранный файл</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Пакет для поддержки</translation>
    </message>
    <message>
        <source>These files tell somebody who helps you what happened here. Read them, untick what you do not want to give away, and save. Nothing is sent: what becomes of the file is up to you.</source>
        <translation>По этим файлам тот, кто вам помогает, поймёт, что здесь произошло. Просмотрите их, снимите флажки с тех, которые не хотите передавать, и сохраните пакет. Ничего не отправляется: что делать с файлом, решаете вы.</translation>
    </message>
    <message>
        <source>&amp;Mask names</source>
        <translation>Скрыть &amp;имена</translation>
    </message>
    <message>
        <source>Of VMs, groups, accounts, tenants and their like, and addresses. Secrets are masked in any case.</source>
        <translation>Имена ВМ, групп, учётных записей, клиентов Entra и тому подобные, а также адреса. Секреты скрываются в любом случае.</translation>
    </message>
    <message>
        <source>Files of the bundle</source>
        <translation>Файлы пакета</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Сохранить…</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
    <message>
        <source>Collecting the files…</source>
        <translation>Собираются файлы…</translation>
    </message>
    <message>
        <source>{file} ({size})</source>
        <translation>{file} ({size})</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), {size} before compression</source>
        <translation>
            <numerusform>%n&#xa0;файл, {size} до сжатия</numerusform>
            <numerusform>%n&#xa0;файла, {size} до сжатия</numerusform>
            <numerusform>%n&#xa0;файлов, {size} до сжатия</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the support bundle</source>
        <translation>Сохранение пакета для поддержки</translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n&#xa0;байт</numerusform>
            <numerusform>%n&#xa0;байта</numerusform>
            <numerusform>%n&#xa0;байт</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} KB</source>
        <translation>{number}&#xa0;КБ</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number}&#xa0;МБ</translation>
    </message>
</context>
<context>
    <name>CausePage</name>
    <message>
        <source>Nobody has looked: this can only be seen inside the VM. Choose “Look inside the VM” under Symptom and start again, or look manually.</source>
        <translation>Не проверялось: это видно только внутри ВМ. На странице «Симптом» отметьте «Проверить и внутри ВМ» и начните заново или проверьте вручную.</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Проверки</translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation>Исправления</translation>
    </message>
    <message>
        <source>Each of them shows its whole plan first. Nothing is sent before you confirm it there.</source>
        <translation>Каждое из них сначала показывает весь план. Пока вы не подтвердите план, ничего не отправляется.</translation>
    </message>
    <message>
        <source>Manual steps</source>
        <translation>Ручные шаги</translation>
    </message>
    <message>
        <source>Tick what you have done. Ticks go into the report. Then check again.</source>
        <translation>Отмечайте выполненное: отметки попадут в отчёт. Затем проверьте ещё раз.</translation>
    </message>
    <message>
        <source>Check a&amp;gain</source>
        <translation>&amp;Проверить ещё раз</translation>
    </message>
    <message>
        <source>&amp;Learn more in Microsoft&apos;s documentation</source>
        <translation>Подробн&amp;ее в документации Microsoft</translation>
    </message>
    <message>
        <source>This cause does not apply to this VM. Press Next.</source>
        <translation>К этой машине эта причина неприменима. Нажмите «Далее».</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message numerus="yes">
        <source>%n check(s) were run again and say the same as before.</source>
        <translation>
            <numerusform>%n&#xa0;проверка выполнена ещё раз, её результат прежний.</numerusform>
            <numerusform>%n&#xa0;проверки выполнены ещё раз, их результаты прежние.</numerusform>
            <numerusform>%n&#xa0;проверок выполнено ещё раз, их результаты прежние.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>{title}: {status}. {finding}</source>
        <translation>{title}: {status}. {finding}</translation>
    </message>
    <message>
        <source>Check again: {check}</source>
        <translation>Проверить ещё раз: {check}</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Проверить ещё раз</translation>
    </message>
    <message>
        <source>Hide the details of: {check}</source>
        <translation>Скрыть подробности: {check}</translation>
    </message>
    <message>
        <source>Show the details of: {check}</source>
        <translation>Показать подробности: {check}</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Скрыть подробности</translation>
    </message>
    <message>
        <source>Show why it matters and the evidence</source>
        <translation>Показать, почему это важно и чем подтверждается</translation>
    </message>
    <message>
        <source>Copy the missing permission</source>
        <translation>Скопировать недостающее разрешение</translation>
    </message>
    <message>
        <source>Copy the finding and its evidence as text</source>
        <translation>Скопировать результат и подтверждение как текст</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Скопировать всё</translation>
    </message>
    <message>
        <source>Why it matters</source>
        <translation>Почему это важно</translation>
    </message>
    <message>
        <source>Missing permission</source>
        <translation>Недостающее разрешение</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Подтверждение</translation>
    </message>
    <message>
        <source>No evidence: there is no answer of Azure behind this finding.</source>
        <translation>Подтверждения нет: за этим результатом не стоит ответ Azure.</translation>
    </message>
    <message>
        <source>{action} at scope {scope}</source>
        <translation>{action} в области {scope}</translation>
    </message>
</context>
<context>
    <name>CleanUp</name>
    <message>
        <source>Wait until Azure Backup has deleted old restore points</source>
        <translation>Подождать, пока служба Azure Backup удалит старые точки восстановления</translation>
    </message>
    <message>
        <source>Delete the collection {collection} with its instant restore points</source>
        <translation>Удалить коллекцию {collection} вместе с её точками мгновенного восстановления</translation>
    </message>
    <message>
        <source>Azure Backup has not cleaned up, and there is still no room for another restore point. Delete the collection {collection} now? Its instant restore points are lost for good. Copies in the vault stay, but a point that has not been copied there yet can no longer be restored, and the next backup may take longer. Nobody may be copying from these points meanwhile.</source>
        <translation>Служба Azure Backup не выполнила очистку, и места для ещё одной точки восстановления по-прежнему нет. Удалить коллекцию {collection} сейчас? Её точки мгновенного восстановления будут потеряны безвозвратно. Копии в хранилище Служб восстановления останутся, но из точки, которая туда ещё не скопирована, восстановить уже ничего нельзя, а следующее резервное копирование может занять больше времени. Никто не должен в это время копировать данные из этих точек.</translation>
    </message>
    <message numerus="yes">
        <source>There is room again: %n restore point(s) now.</source>
        <translation>
            <numerusform>Место снова есть: сейчас %n&#xa0;точка восстановления.</numerusform>
            <numerusform>Место снова есть: сейчас %n&#xa0;точки восстановления.</numerusform>
            <numerusform>Место снова есть: сейчас %n&#xa0;точек восстановления.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) now, the limit is {limit}. Waiting for Azure Backup to delete old ones…</source>
        <translation>
            <numerusform>Сейчас %n&#xa0;точка восстановления, предел&#xa0;— {limit}. Ожидание, пока служба Azure Backup удалит старые…</numerusform>
            <numerusform>Сейчас %n&#xa0;точки восстановления, предел&#xa0;— {limit}. Ожидание, пока служба Azure Backup удалит старые…</numerusform>
            <numerusform>Сейчас %n&#xa0;точек восстановления, предел&#xa0;— {limit}. Ожидание, пока служба Azure Backup удалит старые…</numerusform>
        </translation>
    </message>
    <message>
        <source>A backup of this VM is running, and its restore points must not be deleted under it. Go on when it has ended.</source>
        <translation>Выполняется резервное копирование этой ВМ, и удалять её точки восстановления в это время нельзя. Продолжите, когда оно завершится.</translation>
    </message>
    <message>
        <source>The backup is expected to fail this once: it sets off the clean-up, which takes several hours.</source>
        <translation>В этот раз резервное копирование ожидаемо завершится сбоем: оно начнёт очистку, которая занимает несколько часов.</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Нет.</translation>
    </message>
    <message>
        <source>Nothing: Azure Backup deletes only what it would have deleted long ago.</source>
        <translation>Ничего: служба Azure Backup удаляет только то, что и так давно должна была удалить.</translation>
    </message>
    <message>
        <source>Not needed. What has been cleaned up does not come back.</source>
        <translation>Не требуется. То, что удалено при очистке, не возвращается.</translation>
    </message>
    <message numerus="yes">
        <source>%n instant restore point(s), for good. Copies in the vault stay; a point that has not been copied there yet cannot be restored any more.</source>
        <translation>
            <numerusform>Безвозвратно&#xa0;— %n&#xa0;точка мгновенного восстановления. Копии в хранилище Служб восстановления остаются; из точки, которая туда ещё не скопирована, восстановить уже ничего нельзя.</numerusform>
            <numerusform>Безвозвратно&#xa0;— %n&#xa0;точки мгновенного восстановления. Копии в хранилище Служб восстановления остаются; из точки, которая туда ещё не скопирована, восстановить уже ничего нельзя.</numerusform>
            <numerusform>Безвозвратно&#xa0;— %n&#xa0;точек мгновенного восстановления. Копии в хранилище Служб восстановления остаются; из точки, которая туда ещё не скопирована, восстановить уже ничего нельзя.</numerusform>
        </translation>
    </message>
    <message>
        <source>None. The VM keeps running; the next backup may take longer.</source>
        <translation>Нет. ВМ продолжает работать; следующее резервное копирование может занять больше времени.</translation>
    </message>
    <message>
        <source>Not possible. The next backup creates the collection again.</source>
        <translation>Невозможно. Следующее резервное копирование создаст коллекцию заново.</translation>
    </message>
    <message>
        <source>Let Azure Backup clean up by itself first. Use this only if that has not helped.</source>
        <translation>Сначала дайте службе Azure Backup выполнить очистку самой. Это исправление&#xa0;— на случай, если она не помогла.</translation>
    </message>
    <message>
        <source>Azure refuses while somebody copies from one of the points (DiskRestorePointUsedByCustomer). If so, end that access and continue.</source>
        <translation>Azure отклоняет удаление, пока кто-то копирует данные из одной из точек (DiskRestorePointUsedByCustomer). Тогда прекратите этот доступ и продолжите.</translation>
    </message>
    <message>
        <source>There is room for another restore point.</source>
        <translation>Есть место для ещё одной точки восстановления.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on {scope} forbids it. The cause about the lock has a repair that lifts it and cleans up.</source>
        <translation>Это запрещает блокировка {lock} ({level}), её область&#xa0;— {scope}. У причины, связанной с блокировкой, есть исправление: оно снимает блокировку и выполняет очистку.</translation>
    </message>
    <message numerus="yes">
        <source>Others created %n restore point(s), and these alone use up all the room. Whoever created them has to delete them.</source>
        <translation>
            <numerusform>Всё место занимает %n&#xa0;чужая точка восстановления. Удалить её должен тот, кто её создал.</numerusform>
            <numerusform>Всё место занимают %n&#xa0;чужие точки восстановления. Удалить их должен тот, кто их создал.</numerusform>
            <numerusform>Всё место занимают %n&#xa0;чужих точек восстановления. Удалить их должен тот, кто их создал.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) were created by others. They stay, and still count.</source>
        <translation>
            <numerusform>Есть %n&#xa0;чужая точка восстановления. Она остаётся и по-прежнему учитывается.</numerusform>
            <numerusform>Есть %n&#xa0;чужие точки восстановления. Они остаются и по-прежнему учитываются.</numerusform>
            <numerusform>Есть %n&#xa0;чужих точек восстановления. Они остаются и по-прежнему учитываются.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not all locks could be read. If one applies to the restore points, Azure refuses the request.</source>
        <translation>Прочитать удалось не все блокировки. Если хотя бы одна действует на точки восстановления, Azure отклонит запрос.</translation>
    </message>
</context>
<context>
    <name>Cloud</name>
    <message>
        <source>“{given}” is not the address of an ARM endpoint. It looks like https://management.example.com.</source>
        <translation>«{given}»&#xa0;— не адрес конечной точки ARM. Правильный адрес выглядит так: https://management.example.com.</translation>
    </message>
    <message>
        <source>{given} is not encrypted. Plain http is accepted for loopback addresses only (127.0.0.1, localhost); use https.</source>
        <translation>Соединение с&#xa0;{given} не шифруется. Обычный http допустим только для адресов этого же компьютера (127.0.0.1, localhost); укажите https.</translation>
    </message>
    <message>
        <source>Azure public</source>
        <translation>Azure, общедоступное облако</translation>
    </message>
    <message>
        <source>Azure US Government</source>
        <translation>Azure для государственных организаций США</translation>
    </message>
    <message>
        <source>Azure China</source>
        <translation>Azure, Китай</translation>
    </message>
    <message>
        <source>{endpoint} does not say where to sign in: it answered {status}. It may be no ARM endpoint.</source>
        <translation>{endpoint} не сообщает, где выполнять вход: код ответа {status}. Возможно, это не конечная точка ARM.</translation>
    </message>
    <message>
        <source>{endpoint} could not be reached: {words}</source>
        <translation>Не удалось подключиться к конечной точке {endpoint}: {words}</translation>
    </message>
    <message>
        <source>This cloud signs in through AD FS, which Backup Doctor does not support. Sign in with an access token.</source>
        <translation>Вход в это облако выполняется через AD FS, а Backup Doctor такой вход не поддерживает. Войдите с помощью маркера доступа.</translation>
    </message>
    <message>
        <source>This cloud names “{address}” as the place to sign in, which is no https address of a host. Nothing is sent there.</source>
        <translation>В качестве адреса входа это облако называет «{address}», но это не https-адрес узла. Туда ничего не отправляется.</translation>
    </message>
    <message>
        <source>This cloud names “{address}” as what its tokens are for, which is no https address.</source>
        <translation>Получателем своих маркеров (audience) это облако называет «{address}», но это не https-адрес.</translation>
    </message>
    <message>
        <source>{endpoint} asks for tokens for {service}, but is not part of it. Backup Doctor does not sign in there.</source>
        <translation>{endpoint} запрашивает маркеры для&#xa0;{service}, но к этой службе не относится. Вход туда Backup Doctor не выполняет.</translation>
    </message>
    <message>
        <source>This access token is for {service}, and {endpoint} is not part of it. The token was not sent there.</source>
        <translation>Этот маркер доступа выдан для&#xa0;{service}, а {endpoint} к этой службе не относится. Маркер туда не отправлен.</translation>
    </message>
    <message>
        <source>{endpoint} does not say where to sign in. It may be no ARM endpoint.</source>
        <translation>{endpoint} не сообщает, где выполнять вход. Возможно, это не конечная точка ARM.</translation>
    </message>
</context>
<context>
    <name>CommandBox</name>
    <message>
        <source>Copy the command {line}</source>
        <translation>Скопировать команду {line}</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>connection</source>
        <translation>подключение</translation>
    </message>
    <message>
        <source>use the built-in demo tenant</source>
        <translation>использовать встроенную демонстрационную среду</translation>
    </message>
    <message>
        <source>how to sign in; cli: with the account of Azure CLI; browser; device: with a code entered in a browser anywhere; secret or certificate: as a service principal; token: from BACKUP_DOCTOR_TOKEN or --token-file</source>
        <translation>способ входа; cli: под учётной записью Azure CLI; browser: в браузере; device: по коду, который вводят в браузере на другом устройстве; secret или certificate: как субъект-служба; token: с маркером из BACKUP_DOCTOR_TOKEN или --token-file</translation>
    </message>
    <message>
        <source>the tenant&apos;s id or domain; for service principals, AZURE_TENANT_ID if not given</source>
        <translation>идентификатор или домен клиента Entra; для субъекта-службы, если не указать, берётся из AZURE_TENANT_ID</translation>
    </message>
    <message>
        <source>the application&apos;s id; for service principals, AZURE_CLIENT_ID if not given</source>
        <translation>идентификатор приложения; для субъекта-службы, если не указать, берётся из AZURE_CLIENT_ID</translation>
    </message>
    <message>
        <source>a file that holds the secret; AZURE_CLIENT_SECRET if not given</source>
        <translation>файл с секретом; если не указать, секрет берётся из AZURE_CLIENT_SECRET</translation>
    </message>
    <message>
        <source>the certificate as PEM or PFX, AZURE_CLIENT_CERTIFICATE_PATH if not given; its password is read from AZURE_CLIENT_CERTIFICATE_PASSWORD</source>
        <translation>сертификат в формате PEM или PFX; если не указать, путь берётся из AZURE_CLIENT_CERTIFICATE_PATH; пароль берётся из AZURE_CLIENT_CERTIFICATE_PASSWORD</translation>
    </message>
    <message>
        <source>--demo has its own sign-in: leave out --arm, --cloud, --tenant and every sign-in option.</source>
        <translation>У параметра --demo свой вход: уберите --arm, --cloud, --tenant и всё, что относится к входу.</translation>
    </message>
    <message>
        <source>a file that holds the access token</source>
        <translation>файл с маркером доступа</translation>
    </message>
    <message>
        <source>public, usgov, china, or the address of another ARM endpoint</source>
        <translation>public, usgov, china или адрес другой конечной точки ARM</translation>
    </message>
    <message>
        <source>the address of an ARM endpoint; takes precedence over --cloud</source>
        <translation>адрес конечной точки ARM; важнее, чем --cloud</translation>
    </message>
    <message>
        <source>Sign in in the browser that opens. Press Ctrl+C to give up.</source>
        <translation>Войдите в браузере, который сейчас откроется. Чтобы отказаться, нажмите Ctrl+C.</translation>
    </message>
    <message>
        <source>{reason} (To test the connection step by step, run: {command})</source>
        <translation>{reason} (Чтобы проверить путь шаг за шагом, выполните: {command})</translation>
    </message>
    <message>
        <source>There is no certificate: name its file with --certificate or in AZURE_CLIENT_CERTIFICATE_PATH.</source>
        <translation>Нет сертификата: укажите его файл в --certificate или в AZURE_CLIENT_CERTIFICATE_PATH.</translation>
    </message>
    <message>
        <source>A service principal signs in to one particular tenant: name it with --tenant or in AZURE_TENANT_ID.</source>
        <translation>Субъект-служба входит в определённый клиент Entra: укажите этот клиент в --tenant или в AZURE_TENANT_ID.</translation>
    </message>
    <message>
        <source>There is no service principal: give its client id with --client-id or in AZURE_CLIENT_ID.</source>
        <translation>Нет субъекта-службы: укажите идентификатор приложения в --client-id или в AZURE_CLIENT_ID.</translation>
    </message>
    <message>
        <source>There is no cloud “{given}”: it is public, usgov, china, or the address of an ARM endpoint (https://…).</source>
        <translation>Облака «{given}» нет: укажите public, usgov, china или адрес конечной точки ARM (https://…).</translation>
    </message>
    <message>
        <source>There is no access token: set BACKUP_DOCTOR_TOKEN or name a file with --token-file.</source>
        <translation>Нет маркера доступа: задайте BACKUP_DOCTOR_TOKEN или укажите файл в --token-file.</translation>
    </message>
    <message>
        <source>There is no secret: set AZURE_CLIENT_SECRET or name a file with --secret-file.</source>
        <translation>Нет секрета: задайте AZURE_CLIENT_SECRET или укажите файл в --secret-file.</translation>
    </message>
    <message>
        <source>The secret file {file} cannot be read: {reason}</source>
        <translation>Не удалось прочитать файл секрета {file}: {reason}</translation>
    </message>
    <message>
        <source>{file} is not a text file.</source>
        <translation>Файл {file} не текстовый.</translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation>Файл {file} пуст.</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read: {reason}</source>
        <translation>Не удалось прочитать файл маркера {file}: {reason}</translation>
    </message>
    <message>
        <source>The folder of {file} does not exist.</source>
        <translation>Папка для файла {file} не существует.</translation>
    </message>
    <message>
        <source>{file} is a folder, not a file.</source>
        <translation>{file}&#xa0;— это папка, а не файл.</translation>
    </message>
    <message>
        <source>{file} is named twice: one would be written over the other.</source>
        <translation>Файл {file} указан дважды: одно было бы записано поверх другого.</translation>
    </message>
    <message>
        <source>The result cannot be written to the standard output: {reason}</source>
        <translation>Не удалось записать результат в стандартный вывод: {reason}</translation>
    </message>
    <message>
        <source>Port {port} cannot be used: {reason}</source>
        <translation>Порт {port} использовать нельзя: {reason}</translation>
    </message>
    <message>
        <source>Finds out why an Azure VM&apos;s backup failed. Without a command it opens the window.</source>
        <translation>Выясняет, почему не удалось резервное копирование ВМ Azure. Без команды открывает окно.</translation>
    </message>
    <message>
        <source>show the version and exit</source>
        <translation>показать версию и завершить работу</translation>
    </message>
    <message>
        <source>open the window on the built-in demo tenant</source>
        <translation>открыть окно со встроенной демонстрационной средой</translation>
    </message>
    <message>
        <source>paint the window once, print how long that took, and exit</source>
        <translation>один раз показать окно, вывести, сколько времени это заняло, и завершить работу</translation>
    </message>
    <message>
        <source>commands</source>
        <translation>команды</translation>
    </message>
    <message>
        <source>examine one VM</source>
        <translation>проверить одну ВМ</translation>
    </message>
    <message>
        <source>show what a repair would do to one VM, and carry it out when told to</source>
        <translation>показать, что исправление сделает с одной ВМ, и выполнить его, если это указано</translation>
    </message>
    <message>
        <source>show which backups failed recently, grouped by root cause</source>
        <translation>показать недавние сбои резервного копирования, сгруппированные по основной причине</translation>
    </message>
    <message>
        <source>list the unfinished repairs, and close them</source>
        <translation>показать незавершённые исправления и закрыть их</translation>
    </message>
    <message>
        <source>list the remembered accounts, and forget them</source>
        <translation>показать сохранённые учётные записи или забыть их</translation>
    </message>
    <message>
        <source>show what the organisation has set for this computer</source>
        <translation>показать, что организация задала для этого компьютера</translation>
    </message>
    <message>
        <source>write the custom role that allows just what is needed</source>
        <translation>записать определение настраиваемой роли, которая разрешает только необходимое</translation>
    </message>
    <message>
        <source>make a PDF of a saved diagnosis</source>
        <translation>создать PDF по сохранённой диагностике</translation>
    </message>
    <message>
        <source>run the demo tenant as an ARM endpoint on this computer</source>
        <translation>запустить демонстрационную среду как конечную точку ARM на этом компьютере</translation>
    </message>
    <message>
        <source>test the connection to Azure step by step, without signing in</source>
        <translation>проверить путь к Azure, шаг за шагом, не выполняя вход</translation>
    </message>
    <message>
        <source>check that this installation is complete</source>
        <translation>проверить, что программа установлена полностью</translation>
    </message>
    <message>
        <source>id of the repair</source>
        <translation>идентификатор исправления</translation>
    </message>
    <message>
        <source>carry the plan out; without it nothing is changed</source>
        <translation>выполнить план; без этого параметра ничего не изменится</translation>
    </message>
    <message>
        <source>the VM&apos;s name, where something is lost for good or for a last resort</source>
        <translation>имя ВМ&#xa0;— если что-то теряется безвозвратно или нужна крайняя мера</translation>
    </message>
    <message>
        <source>how many hours to look back; 24 if not given</source>
        <translation>за сколько последних часов искать сбои; если не указать, за 24</translation>
    </message>
    <message>
        <source>examine at most this many virtual machines, the latest failures first</source>
        <translation>проверить не больше указанного числа виртуальных машин, начиная с самых недавних сбоев</translation>
    </message>
    <message>
        <source>also list those that are closed</source>
        <translation>показать и уже закрытые</translation>
    </message>
    <message>
        <source>do what is left of a repair; needs a connection</source>
        <translation>выполнить то, что осталось от исправления; нужно подключение</translation>
    </message>
    <message>
        <source>undo a repair; needs a connection</source>
        <translation>отменить исправление (вернуть как было); нужно подключение</translation>
    </message>
    <message>
        <source>let a repair stay as it is</source>
        <translation>оставить исправление как есть</translation>
    </message>
    <message>
        <source>with --finish: the VM&apos;s name, to allow a last resort</source>
        <translation>вместе с --finish: имя ВМ, чтобы разрешить крайнюю меру</translation>
    </message>
    <message>
        <source>forget an account with its secret and its tokens</source>
        <translation>забыть учётную запись вместе с её секретом и маркерами</translation>
    </message>
    <message>
        <source>forget every account, and the password of the proxy</source>
        <translation>забыть все учётные записи и пароль прокси-сервера</translation>
    </message>
    <message>
        <source>ids of repairs; without them the role allows looking only</source>
        <translation>идентификаторы исправлений; без них роль разрешает только просмотр</translation>
    </message>
    <message>
        <source>also allow looking inside the VM through Run Command</source>
        <translation>разрешить и проверку внутри ВМ через «Выполнение команды» (Run Command)</translation>
    </message>
    <message>
        <source>id of the subscription in which the role is to be used</source>
        <translation>идентификатор подписки, в которой будет использоваться роль</translation>
    </message>
    <message>
        <source>the VM&apos;s resource id</source>
        <translation>идентификатор ресурса ВМ</translation>
    </message>
    <message>
        <source>the error code, any text that contains one, or the id of a backup job; without it, the last failed job is asked</source>
        <translation>код ошибки, любой текст с таким кодом или идентификатор задания резервного копирования; если не указать, берётся последнее задание со сбоем</translation>
    </message>
    <message>
        <source>also look inside the VM, with a read-only script through Run Command</source>
        <translation>проверить и внутри ВМ: скриптом только для чтения через «Выполнение команды» (Run Command)</translation>
    </message>
    <message>
        <source>format of the result</source>
        <translation>формат результата</translation>
    </message>
    <message>
        <source>write the result to a file</source>
        <translation>записать результат в файл</translation>
    </message>
    <message>
        <source>also write the report as a PDF</source>
        <translation>записать и отчёт в PDF</translation>
    </message>
    <message>
        <source>a saved diagnosis</source>
        <translation>сохранённая диагностика</translation>
    </message>
    <message>
        <source>the PDF to write</source>
        <translation>файл PDF, который нужно создать</translation>
    </message>
    <message>
        <source>mask names, ids and addresses</source>
        <translation>скрыть имена, идентификаторы и адреса</translation>
    </message>
    <message>
        <source>port on 127.0.0.1; 0 takes a free one</source>
        <translation>порт на 127.0.0.1; 0&#xa0;— любой свободный</translation>
    </message>
    <message>
        <source>only these scenarios</source>
        <translation>только эти сценарии</translation>
    </message>
    <message>
        <source>this many virtual machines over many subscriptions instead, such as 10000; at least 50</source>
        <translation>вместо сценариев&#xa0;— указанное число виртуальных машин во множестве подписок, например 10000; не меньше 50</translation>
    </message>
    <message>
        <source>milliseconds every answer takes</source>
        <translation>задержка каждого ответа в миллисекундах</translation>
    </message>
    <message>
        <source>a fault to inject, KIND:PATHPART[:TIMES], such as 403:locks or 429/30:restorePoint:2</source>
        <translation>неисправность, которую нужно имитировать: KIND:PATHPART[:TIMES], например 403:locks или 429/30:restorePoint:2</translation>
    </message>
    <message>
        <source>language of the result</source>
        <translation>язык результата</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}</source>
        <translation>Не удалось прочитать {file}: {reason}</translation>
    </message>
    <message>
        <source>{file} cannot be used: {reason}</source>
        <translation>Файл {file} не подходит: {reason}</translation>
    </message>
    <message>
        <source>“{given}” contains no error code this version knows, and no id of a backup job. Known codes: {codes}.</source>
        <translation>В тексте «{given}» нет ни кода ошибки, известного этой версии, ни идентификатора задания резервного копирования. Известные коды: {codes}.</translation>
    </message>
    <message>
        <source>There is no repair “{given}”. Known repairs: {known}.</source>
        <translation>Исправления «{given}» нет. Известные исправления: {known}.</translation>
    </message>
    <message>
        <source>Nothing was sent: --confirm names {given}, but the VM is {vm}.</source>
        <translation>Ничего не отправлено: в --confirm указано имя {given}, а имя ВМ&#xa0;— {vm}.</translation>
    </message>
    <message>
        <source>Nothing was sent: something would be lost for good. To agree, add --confirm {vm}.</source>
        <translation>Ничего не отправлено: при этом исправлении кое-что теряется безвозвратно. Если вы согласны, добавьте --confirm {vm}.</translation>
    </message>
    <message>
        <source>Nothing was sent. {reason}</source>
        <translation>Ничего не отправлено. {reason}</translation>
    </message>
    <message>
        <source>This needs a connection to Azure: add --auth and its options.</source>
        <translation>Для этого нужно подключение к Azure: добавьте --auth и связанные с ним параметры.</translation>
    </message>
    <message>
        <source>Another instance of the program is working on {id}.</source>
        <translation>С исправлением {id} сейчас работает другой экземпляр программы.</translation>
    </message>
    <message>
        <source>The journal has no readable entry {id}. Unfinished: {known}.</source>
        <translation>В журнале изменений нет читаемой записи {id}. Не закрыты: {known}.</translation>
    </message>
    <message>
        <source>{id} is already closed: there is nothing to finish.</source>
        <translation>Исправление {id} уже закрыто: завершать нечего.</translation>
    </message>
    <message>
        <source>{id} is being undone and can no longer be finished; continue with --undo.</source>
        <translation>Исправление {id} уже отменяется, и завершить его больше нельзя; продолжите с --undo.</translation>
    </message>
    <message>
        <source>Nothing in {id} can be undone.</source>
        <translation>В исправлении {id} ничего нельзя отменить.</translation>
    </message>
    <message>
        <source>{id} is already closed.</source>
        <translation>Исправление {id} уже закрыто.</translation>
    </message>
    <message>
        <source>{id} stays as it is and no longer counts as unfinished.</source>
        <translation>Исправление {id} оставлено как есть и больше не считается незавершённым.</translation>
    </message>
    <message>
        <source>“{given}” is not the id of a subscription.</source>
        <translation>«{given}»&#xa0;— не идентификатор подписки.</translation>
    </message>
    <message>
        <source>No account {key} is remembered. Known are: {known}.</source>
        <translation>Сохранённой учётной записи {key} нет. Сохранены: {known}.</translation>
    </message>
    <message>
        <source>To sign in, open {address} in a browser on any computer and enter the code {code} before {expires}.</source>
        <translation>Чтобы войти, откройте {address} в браузере на любом компьютере и введите код {code}. Он действует до&#xa0;{expires}.</translation>
    </message>
    <message>
        <source>Press Enter when that is done; to give up, type any word and press Enter.</source>
        <translation>Когда это будет сделано, нажмите Enter; чтобы отказаться, введите любое слово и нажмите Enter.</translation>
    </message>
    <message>
        <source>Press Enter to sign in again; to give up, type any word and press Enter.</source>
        <translation>Чтобы войти снова, нажмите Enter; чтобы отказаться, введите любое слово и нажмите Enter.</translation>
    </message>
    <message>
        <source>Exit codes: 0 no cause found; 1 at least one cause confirmed or suspected; 2 wrong usage; 3 could not sign in or reach Azure, or the VM does not exist; 4 nothing found, but something could not be checked; 5 not allowed by the organisation.</source>
        <translation>Коды завершения: 0 — причин не найдено; 1 — хотя бы одна причина подтверждена или предполагается; 2 — неверный вызов; 3 — не удалось войти или связаться с Azure, или ВМ не существует; 4 — ничего не найдено, но что-то не удалось проверить; 5 — запрещено организацией.</translation>
    </message>
    <message>
        <source>Exit codes: 0 the plan was shown, or carried out and verified; 1 carried out, but the checks still find something wrong or could not see it; 2 wrong usage; 3 could not sign in or reach Azure, or the VM does not exist; 5 refused or failed.</source>
        <translation>Коды завершения: 0 — план показан либо выполнен, и проверки это подтвердили; 1 — выполнен, но проверки по-прежнему находят неполадку или не смогли посмотреть; 2 — неверный вызов; 3 — не удалось войти или связаться с Azure, или ВМ не существует; 5 — отклонено или не удалось.</translation>
    </message>
    <message>
        <source>Exit codes: 0 no backup failed; 1 a cause was found for at least one VM; 2 wrong usage; 3 could not sign in or reach Azure; 4 backups failed, and no cause was found.</source>
        <translation>Коды завершения: 0 — сбоев резервного копирования не было; 1 — хотя бы для одной ВМ найдена причина; 2 — неверный вызов; 3 — не удалось войти или связаться с Azure; 4 — сбои были, но причин не найдено.</translation>
    </message>
    <message>
        <source>Exit codes: 0 nothing is unfinished, or done; 1 something is unfinished, or was finished and could not be verified; 2 wrong usage; 3 could not sign in or reach Azure, or the VM does not exist; 5 refused or failed.</source>
        <translation>Коды завершения: 0 — незавершённого нет или всё сделано; 1 — что-то не завершено или завершено, но не подтверждено проверками; 2 — неверный вызов; 3 — не удалось войти или связаться с Azure, или ВМ не существует; 5 — отклонено или не удалось.</translation>
    </message>
    <message>
        <source>Exit codes: 0 understood, or nothing is set; 1 something in it is not understood; 2 wrong usage.</source>
        <translation>Коды завершения: 0 — всё понятно или ничего не задано; 1 — что-то в политике непонятно; 2 — неверный вызов.</translation>
    </message>
    <message>
        <source>Exit codes: 0 Azure can be reached; 2 wrong usage; 3 it cannot.</source>
        <translation>Коды завершения: 0 — Azure доступна; 2 — неверный вызов; 3 — Azure недоступна.</translation>
    </message>
    <message>
        <source>Exit codes: 0 done; 2 wrong usage; 5 something could not be forgotten.</source>
        <translation>Коды завершения: 0 — сделано; 2 — неверный вызов; 5 — что-то не удалось забыть.</translation>
    </message>
    <message>
        <source>Exit codes: 0 passed; 1 failed.</source>
        <translation>Коды завершения: 0 — пройдена; 1 — не пройдена.</translation>
    </message>
    <message>
        <source>arguments</source>
        <translation>аргументы</translation>
    </message>
    <message>
        <source>options</source>
        <translation>параметры</translation>
    </message>
    <message>
        <source>show this help and exit</source>
        <translation>показать эту справку и завершить работу</translation>
    </message>
    <message>
        <source>{option} is given twice: name one, and run the command again for the other.</source>
        <translation>{option} указан дважды: укажите одно значение, а для другого запустите команду ещё раз.</translation>
    </message>
    <message>
        <source>usage: {command}</source>
        <translation>использование: {command}</translation>
    </message>
    <message>
        <source>There is no command “{given}”. The commands are: {choices}.</source>
        <translation>Команды «{given}» нет. Есть команды: {choices}.</translation>
    </message>
    <message>
        <source>{option} cannot be “{given}”. It takes one of: {choices}.</source>
        <translation>{option} не может быть «{given}». Допустимые значения: {choices}.</translation>
    </message>
    <message>
        <source>This is missing: {missing}.</source>
        <translation>Не указано: {missing}.</translation>
    </message>
    <message>
        <source>One of these is needed: {missing}.</source>
        <translation>Нужно указать одно из: {missing}.</translation>
    </message>
    <message>
        <source>{option} needs a value after it.</source>
        <translation>После {option} нужно значение.</translation>
    </message>
    <message>
        <source>{option} takes no value.</source>
        <translation>{option} указывается без значения.</translation>
    </message>
    <message>
        <source>{option} cannot be used together with {other}.</source>
        <translation>{option} нельзя указать вместе с {other}.</translation>
    </message>
    <message>
        <source>{option} is not clear. It could be one of: {choices}.</source>
        <translation>Неясно, что значит {option}. Возможные варианты: {choices}.</translation>
    </message>
    <message>
        <source>This is not known here: {unknown}</source>
        <translation>Здесь это неизвестно: {unknown}</translation>
    </message>
    <message>
        <source>The program itself has a fault. Please report it with the lines below; they tell where it lies.</source>
        <translation>Ошибка в самой программе. Сообщите о ней и приложите строки ниже: по ним её найдут.</translation>
    </message>
    <message>
        <source>“{given}” is no span to look back over: give hours, more than 0 and {most} at most.</source>
        <translation>«{given}» — не промежуток времени: укажите число часов больше 0, но не больше {most}.</translation>
    </message>
    <message>
        <source>“{given}” is no count of virtual machines: give a whole number, 1 or more.</source>
        <translation>«{given}» — не число виртуальных машин: укажите целое число не меньше 1.</translation>
    </message>
    <message>
        <source>“{given}” is no length of time: give milliseconds, 0 or more.</source>
        <translation>«{given}» — не длительность: укажите число миллисекунд не меньше 0.</translation>
    </message>
    <message>
        <source>“{given}” is no port: give a number from 0 to 65535.</source>
        <translation>«{given}» — не номер порта: укажите число от 0 до 65535.</translation>
    </message>
    <message>
        <source>The name of a file is empty.</source>
        <translation>Имя файла пустое.</translation>
    </message>
</context>
<context>
    <name>Compared</name>
    <message>
        <source>{when} ({utc})</source>
        <translation>{when} ({utc})</translation>
    </message>
    <message>
        <source>Before: {status}. {finding}</source>
        <translation>Было: {status}. {finding}</translation>
    </message>
    <message>
        <source>Before: not examined.</source>
        <translation>Было: не проверялось.</translation>
    </message>
    <message>
        <source>Now: {status}. {finding}</source>
        <translation>Сейчас: {status}. {finding}</translation>
    </message>
    <message>
        <source>Now: not examined.</source>
        <translation>Сейчас: не проверялось.</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>{one} and {other} are different VMs. Only diagnoses of the same VM can be compared.</source>
        <translation>{one} и {other}&#xa0;— разные ВМ. Сравнивать можно только диагностики одной и той же ВМ.</translation>
    </message>
    <message>
        <source>No cause was found before. Now there is one: “{cause}”.</source>
        <translation>Раньше причина не была найдена, теперь она есть: «{cause}».</translation>
    </message>
    <message>
        <source>The root cause is the same as before: “{cause}”.</source>
        <translation>Основная причина та же, что и раньше: «{cause}».</translation>
    </message>
    <message>
        <source>“{before}” is still there, but the root cause is now a different one: “{after}”.</source>
        <translation>Причина «{before}» остаётся в силе, но основная причина теперь другая: «{after}».</translation>
    </message>
    <message>
        <source>The root cause has changed. Before: “{before}”. Now: “{after}”.</source>
        <translation>Основная причина теперь другая. Было: «{before}». Сейчас: «{after}».</translation>
    </message>
    <message>
        <source>“{cause}” was found before and is ruled out now.</source>
        <translation>Ранее найденная причина «{cause}» теперь исключена.</translation>
    </message>
    <message>
        <source>“{cause}” was found before and does not apply to this VM any more.</source>
        <translation>Ранее найденная причина «{cause}» к этой виртуальной машине больше неприменима.</translation>
    </message>
    <message>
        <source>“{cause}” was found before and was not among the causes examined now.</source>
        <translation>Ранее найденная причина «{cause}» в этот раз не проверялась.</translation>
    </message>
    <message>
        <source>“{cause}” was found before. Whether it is still there could not be checked.</source>
        <translation>Ранее найдена причина «{cause}». Есть ли она до сих пор, проверить не удалось.</translation>
    </message>
    <message>
        <source>No cause was found before and none is found now, but not everything could be checked.</source>
        <translation>Причина не найдена ни раньше, ни сейчас, но проверить удалось не всё.</translation>
    </message>
    <message>
        <source>No cause was found before and none is found now.</source>
        <translation>Причина не найдена ни раньше, ни сейчас.</translation>
    </message>
    <message>
        <source>Not examined before</source>
        <translation>Раньше не проверялось</translation>
    </message>
    <message>
        <source>Not examined now</source>
        <translation>Сейчас не проверялось</translation>
    </message>
    <message>
        <source>{verdict}, as before</source>
        <translation>{verdict}, без изменений</translation>
    </message>
    <message>
        <source>{before} → {after}</source>
        <extracomment>a verdict before, and the verdict now</extracomment>
        <translation>{before} → {after}</translation>
    </message>
    <message>
        <source>{status}, as before</source>
        <translation>{status}, без изменений</translation>
    </message>
    <message numerus="yes">
        <source>%n other cause(s) are as they were.</source>
        <translation>
            <numerusform>Без изменений: ещё %n&#xa0;причина.</numerusform>
            <numerusform>Без изменений: ещё %n&#xa0;причины.</numerusform>
            <numerusform>Без изменений: ещё %n&#xa0;причин.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing has changed: %n cause(s) are as they were.</source>
        <translation>
            <numerusform>Ничего не изменилось: %n&#xa0;причина в прежнем состоянии.</numerusform>
            <numerusform>Ничего не изменилось: %n&#xa0;причины в прежнем состоянии.</numerusform>
            <numerusform>Ничего не изменилось: %n&#xa0;причин в прежнем состоянии.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) had not been examined before; nothing is found there.</source>
        <translation>
            <numerusform>%n&#xa0;причина раньше не проверялась; при проверке сейчас ничего не найдено.</numerusform>
            <numerusform>%n&#xa0;причины раньше не проверялись; при проверке сейчас ничего не найдено.</numerusform>
            <numerusform>%n&#xa0;причин раньше не проверялось; при проверке сейчас ничего не найдено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) were not examined now; nothing had been found there.</source>
        <translation>
            <numerusform>%n&#xa0;причина сейчас не проверялась; раньше при проверке ничего не найдено.</numerusform>
            <numerusform>%n&#xa0;причины сейчас не проверялись; раньше при проверке ничего не найдено.</numerusform>
            <numerusform>%n&#xa0;причин сейчас не проверялось; раньше при проверке ничего не найдено.</numerusform>
        </translation>
    </message>
    <message>
        <source>What has changed on {vm} (resource group {group})</source>
        <translation>Что изменилось: {vm} (группа ресурсов {group})</translation>
    </message>
    <message>
        <source>Before, {when}: {conclusion}</source>
        <translation>Было ({when}): {conclusion}</translation>
    </message>
    <message>
        <source>Now, {when}: {conclusion}</source>
        <translation>Сейчас ({when}): {conclusion}</translation>
    </message>
    <message>
        <source>Compared by Backup Doctor; made by versions {before} and {after}.</source>
        <translation>Сравнение создано программой Backup Doctor; диагностики выполнены версиями {before} и {after}.</translation>
    </message>
    <message>
        <source>{cause}: {change}</source>
        <translation>{cause}: {change}</translation>
    </message>
    <message>
        <source>- {check}: {change}</source>
        <translation>- {check}: {change}</translation>
    </message>
    <message>
        <source>    before: {finding}</source>
        <translation>    было: {finding}</translation>
    </message>
    <message>
        <source>    now: {finding}</source>
        <translation>    сейчас: {finding}</translation>
    </message>
</context>
<context>
    <name>ComparisonPage</name>
    <message>
        <source>Before</source>
        <translation>Было</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Сейчас</translation>
    </message>
    <message>
        <source>What has changed</source>
        <translation>Что изменилось</translation>
    </message>
    <message>
        <source>{vm}, resource group {group}</source>
        <translation>{vm}, группа ресурсов {group}</translation>
    </message>
    <message>
        <source>Causes and checks</source>
        <translation>Причины и проверки</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Отчёт</translation>
    </message>
</context>
<context>
    <name>Confidence</name>
    <message>
        <source>Confidence: high</source>
        <translation>Уверенность: высокая</translation>
    </message>
    <message>
        <source>Confidence: medium</source>
        <translation>Уверенность: средняя</translation>
    </message>
    <message>
        <source>Confidence: low</source>
        <translation>Уверенность: низкая</translation>
    </message>
</context>
<context>
    <name>ConnectionTest</name>
    <message>
        <source>Not checked: the step before has failed.</source>
        <translation>Не проверено: сбой на предыдущем шаге.</translation>
    </message>
    <message>
        <source>The sign-in host is not known: the management host would have to name it.</source>
        <translation>Узел входа неизвестен: его должен был назвать узел управления.</translation>
    </message>
    <message>
        <source>The sign-in host is not known. {reason}</source>
        <translation>Узел входа неизвестен. {reason}</translation>
    </message>
    <message>
        <source>Check the network and its DNS. Where the Internet is reached through a proxy only, name it in the system&apos;s settings or in HTTPS_PROXY.</source>
        <translation>Проверьте сеть и её DNS. Если выход в Интернет возможен только через прокси-сервер, укажите его в параметрах системы или в HTTPS_PROXY.</translation>
    </message>
    <message>
        <source>{host} is this computer itself: no proxy.</source>
        <translation>{host}&#xa0;— этот же компьютер: прокси-сервер не используется.</translation>
    </message>
    <message>
        <source>No proxy: {setting} excludes {host}.</source>
        <translation>Прокси-сервер не используется: исключение для узла {host} задано в&#xa0;{setting}.</translation>
    </message>
    <message>
        <source>No proxy is set for {host}: direct connection.</source>
        <translation>Для узла {host} прокси-сервер не задан: прямое подключение.</translation>
    </message>
    <message>
        <source>{proxy}, named by {setting} in the environment.</source>
        <translation>{proxy}, задан в переменной среды {setting}.</translation>
    </message>
    <message>
        <source>{proxy}, from this computer&apos;s settings.</source>
        <translation>{proxy}, задан в параметрах этого компьютера.</translation>
    </message>
    <message>
        <source>The proxy looks up the name {host}.</source>
        <translation>Адрес узла {host} определяет прокси-сервер.</translation>
    </message>
    <message>
        <source>The name {host} cannot be resolved: {reason}</source>
        <translation>Не удалось разрешить имя {host}: {reason}</translation>
    </message>
    <message>
        <source>{host} is {addresses}.</source>
        <translation>{host}&#xa0;— это {addresses}.</translation>
    </message>
    <message>
        <source>The proxy {proxy} lets us through to {host}.</source>
        <translation>Прокси-сервер {proxy} пропускает подключение к&#xa0;{host}.</translation>
    </message>
    <message>
        <source>Port {port} of {host} answers.</source>
        <translation>Узел {host} отвечает на порту {port}.</translation>
    </message>
    <message>
        <source>Ask the administrators of the proxy to let {host} through, port {port}.</source>
        <translation>Попросите администраторов прокси-сервера открыть доступ к узлу {host}, порт {port}.</translation>
    </message>
    <message>
        <source>Is this the right address, and is this computer on the network it belongs to? If no proxy is needed here, remove the setting.</source>
        <translation>Проверьте, верен ли этот адрес и находится ли этот компьютер в той сети, где работает прокси-сервер. Если здесь прокси-сервер не нужен, уберите этот параметр.</translation>
    </message>
    <message>
        <source>Port {port} of {host} does not answer: {reason}</source>
        <translation>Узел {host} не отвечает на порту {port}: {reason}</translation>
    </message>
    <message>
        <source>A firewall has to let {host} through, port {port}. Where the Internet is reached through a proxy only, name it in the system&apos;s settings or in HTTPS_PROXY.</source>
        <translation>Брандмауэр должен пропускать подключения к узлу {host}, порт {port}. Если выход в Интернет возможен только через прокси-сервер, укажите его в параметрах системы или в HTTPS_PROXY.</translation>
    </message>
    <message>
        <source>Is the program that should answer there running, and is this its port?</source>
        <translation>Запущена ли программа, которая должна там отвечать, и её ли это порт?</translation>
    </message>
    <message>
        <source>The connection to this computer itself is not encrypted.</source>
        <translation>Подключение к этому же компьютеру не шифруется.</translation>
    </message>
    <message>
        <source>Issued by “{issuer}”; this computer trusts it.</source>
        <translation>Издатель&#xa0;— «{issuer}»; этот компьютер ему доверяет.</translation>
    </message>
    <message>
        <source>A device on the way inspects the encrypted traffic: the certificate of {host} is issued by “{issuer}”, which is no public authority; this computer trusts it.</source>
        <translation>Устройство на пути проверяет зашифрованный трафик: сертификат узла {host} выдан издателем «{issuer}», который не относится к общедоступным центрам сертификации; этот компьютер ему доверяет.</translation>
    </message>
    <message>
        <source>Nothing has to be done for Backup Doctor. Whoever runs that device can read the traffic that passes through it.</source>
        <translation>Для работы Backup Doctor ничего делать не нужно. Тот, кто управляет этим устройством, может читать всё, что через него проходит.</translation>
    </message>
    <message>
        <source>Issued by “{issuer}”, a private authority that this computer trusts.</source>
        <translation>Издатель&#xa0;— «{issuer}», частный центр сертификации, которому этот компьютер доверяет.</translation>
    </message>
    <message>
        <source>{host} did not answer: {reason}</source>
        <translation>Ответ от узла {host} не пришёл: {reason}</translation>
    </message>
    <message>
        <source>Something other than Azure has answered for {host} ({status}, {kind}).</source>
        <translation>Вместо Azure за узел {host} отвечает что-то другое ({status}, {kind}).</translation>
    </message>
    <message>
        <source>A sign-in page of the network or a blocking page of a proxy is in the way: open it in a browser.</source>
        <translation>На пути стоит страница входа в сеть или страница блокировки прокси-сервера: откройте её в браузере.</translation>
    </message>
    <message>
        <source>{host} can be reached, but has an internal error ({status}).</source>
        <translation>Узел {host} доступен, но на нём внутренняя ошибка ({status}).</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>Повторите попытку через несколько минут.</translation>
    </message>
    <message>
        <source>{host} answers, but its clock says {theirs} and this computer&apos;s {ours}.</source>
        <translation>Узел {host} отвечает, но его часы показывают {theirs}, а часы этого компьютера&#xa0;— {ours}.</translation>
    </message>
    <message>
        <source>Correct this computer&apos;s clock; with more than five minutes of difference a sign-in may be refused.</source>
        <translation>Установите на этом компьютере точное время: если часы расходятся больше чем на пять минут, во входе может быть отказано.</translation>
    </message>
    <message>
        <source>{host} answers ({status}).</source>
        <translation>Узел {host} отвечает ({status}).</translation>
    </message>
    <message>
        <source>Sign-in host</source>
        <translation>Узел входа</translation>
    </message>
    <message>
        <source>Management host (Azure Resource Manager)</source>
        <translation>Узел управления (Azure Resource Manager)</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Прокси-сервер</translation>
    </message>
    <message>
        <source>Name resolution</source>
        <translation>Разрешение имён</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Подключение</translation>
    </message>
    <message>
        <source>Encryption and certificate</source>
        <translation>Шифрование и сертификат</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Something blocks the way to Azure. The failed step says what, and what helps.</source>
        <translation>На пути к Azure есть помеха. Какая именно и что поможет, показывает шаг со сбоем.</translation>
    </message>
    <message>
        <source>Azure can be reached from here, but something is not right: see the warning.</source>
        <translation>Подключиться к Azure отсюда можно, но не всё в порядке: посмотрите предупреждение.</translation>
    </message>
    <message>
        <source>Azure can be reached from here: nothing blocks the way.</source>
        <translation>Подключиться к Azure отсюда можно: ничего не мешает.</translation>
    </message>
    <message>
        <source>Issued to: {subject}</source>
        <translation>Кому выдан: {subject}</translation>
    </message>
    <message>
        <source>Issued by: {issuer}</source>
        <translation>Кем выдан: {issuer}</translation>
    </message>
    <message>
        <source>Valid for: {names}</source>
        <translation>Действует для: {names}</translation>
    </message>
    <message>
        <source>Valid from {start} to {end}</source>
        <translation>Действителен с&#xa0;{start} по&#xa0;{end}</translation>
    </message>
    <message>
        <source>SHA-256: {fingerprint}</source>
        <translation>Отпечаток SHA-256: {fingerprint}</translation>
    </message>
    <message>
        <source>{place}: {host}</source>
        <translation>{place}: {host}</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms}&#xa0;мс</translation>
    </message>
    <message>
        <source>Copy the whole test as text</source>
        <translation>Скопировать всю проверку как текст</translation>
    </message>
    <message>
        <source>Connection test</source>
        <translation>Проверка подключения</translation>
    </message>
    <message>
        <source>Testing the connection to {cloud}…</source>
        <translation>Проверяется подключение: {cloud}…</translation>
    </message>
    <message>
        <source>The connection from this computer to {cloud}, step by step. It needs no sign-in.</source>
        <translation>Шаг за шагом проверяется путь от этого компьютера к облаку: {cloud}. Входить для этого не нужно.</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>&amp;Проверить ещё раз</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>О&amp;становить</translation>
    </message>
    <message>
        <source>Sign in to the &amp;proxy…</source>
        <translation>&amp;Войти на прокси-сервер…</translation>
    </message>
    <message>
        <source>Stopped. What has been checked so far is shown.</source>
        <translation>Проверка остановлена. Показано то, что уже проверено.</translation>
    </message>
</context>
<context>
    <name>CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>Скопировано</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Повторить</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Завершить</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Вернуть как было</translation>
    </message>
    <message>
        <source>Lea&amp;ve as it is</source>
        <translation>Оставить как &amp;есть</translation>
    </message>
    <message>
        <source>The signed-in account does not see the subscription of {vm}. Sign in with one that does to finish it.</source>
        <translation>Учётная запись, под которой выполнен вход, не видит подписку этой ВМ: {vm}. Чтобы завершить исправление, войдите под той, которая её видит.</translation>
    </message>
    <message>
        <source>Backup Doctor is read-only now: nothing can be finished or undone until repairs are allowed.</source>
        <translation>Backup Doctor работает в режиме только чтения: пока исправления не разрешены, завершить или отменить ничего нельзя.</translation>
    </message>
    <message>
        <source>Nothing is sent. What was done stays, what was not done is left as it is, and you are not reminded again.</source>
        <translation>Ничего не отправляется. Сделанное остаётся, несделанное остаётся несделанным, и напоминаний больше не будет.</translation>
    </message>
    <message>
        <source>To undo it manually later:
{requests}</source>
        <translation>Чтобы позже вернуть всё как было вручную:
{requests}</translation>
    </message>
    <message>
        <source>Leave “{remedy}” as it is?</source>
        <translation>Оставить «{remedy}» как есть?</translation>
    </message>
    <message>
        <source>Leave &amp;it</source>
        <translation>&amp;Оставить</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>The picture {path} could not be written.</source>
        <translation>Не удалось записать снимок окна {path}.</translation>
    </message>
    <message>
        <source>The page “{page}” did not finish within {time}.</source>
        <translation>Страница «{page}» не завершила работу за&#xa0;{time}.</translation>
    </message>
</context>
<context>
    <name>DeviceCode</name>
    <message>
        <source>Copy the address</source>
        <translation>Скопировать адрес</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Скопировать код</translation>
    </message>
    <message>
        <source>Open {address} in a browser and type in this code: {letters}.</source>
        <translation>Откройте {address} в браузере и введите этот код: {letters}.</translation>
    </message>
    <message>
        <source>1. Open this address in a browser, here or on any other device:</source>
        <translation>1. Откройте этот адрес в браузере, здесь или на любом другом устройстве:</translation>
    </message>
    <message>
        <source>2. Type in this code, and sign in there:</source>
        <translation>2. Введите там этот код и войдите:</translation>
    </message>
    <message>
        <source>&amp;Open in the browser</source>
        <translation>Открыть в бр&amp;аузере</translation>
    </message>
    <message>
        <source>Code: {letters}</source>
        <translation>Код: {letters}</translation>
    </message>
    <message>
        <source>The code is valid for another {time}. This window continues by itself once the code has been used.</source>
        <translation>Код действует ещё&#xa0;{time}. После его ввода это окно само перейдёт дальше.</translation>
    </message>
    <message>
        <source>The code has expired. Cancel, and get a new one.</source>
        <translation>Срок действия кода истёк. Отмените вход и получите новый код.</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>This cause exists on {os} only.</source>
        <translation>Эта причина бывает только в&#xa0;{os}.</translation>
    </message>
    <message>
        <source>This check itself failed. The log says why.</source>
        <translation>Сбой в самой проверке. Подробности&#xa0;— в журнале программы.</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>C&amp;lose</source>
        <translation>За&amp;крыть</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>О&amp;тмена</translation>
    </message>
</context>
<context>
    <name>Disks</name>
    <message>
        <source>The VM has disks that Azure Backup does not support</source>
        <translation>У ВМ есть диски, которые Azure Backup не поддерживает</translation>
    </message>
    <message>
        <source>Azure Backup supports managed disks of all the usual kinds, with exceptions: no disk that several VMs share, none whose export requires a sign-in, Ultra disks and Premium SSD v2 only under an Enhanced policy, and no confidential VM. One such disk makes the whole backup fail, unless an Enhanced policy excludes it.</source>
        <translation>Azure Backup поддерживает управляемые диски всех обычных видов, но не все, какие бывают: диски, общие для нескольких ВМ, диски, которые при экспорте требуют входа, и конфиденциальные ВМ не поддерживаются, а диски Ultra и Premium SSD v2&#xa0;— только с расширенной политикой (Enhanced). Из-за одного такого диска сбоем завершается всё резервное копирование, если только он не исключён в расширенной политике.</translation>
    </message>
    <message>
        <source>This VM has no managed disks that could be asked, or all are left out.</source>
        <translation>У этой ВМ нет управляемых дисков, которые можно было бы проверить, или все они исключены.</translation>
    </message>
    <message>
        <source>The VM is not a confidential VM</source>
        <translation>ВМ не конфиденциальная</translation>
    </message>
    <message>
        <source>Azure Backup does not support confidential VMs. Trusted Launch is something else, and is supported.</source>
        <translation>Azure Backup не поддерживает конфиденциальные ВМ. Доверенный запуск (Trusted Launch)&#xa0;— другое дело, он поддерживается.</translation>
    </message>
    <message>
        <source>This is a confidential VM, which Azure Backup does not support.</source>
        <translation>Это конфиденциальная ВМ, Azure Backup такие не поддерживает.</translation>
    </message>
    <message>
        <source>This is a Trusted Launch VM, which Azure Backup supports.</source>
        <translation>Это ВМ с доверенным запуском (Trusted Launch), Azure Backup такие поддерживает.</translation>
    </message>
    <message>
        <source>This is an ordinary VM.</source>
        <translation>Это обычная ВМ.</translation>
    </message>
    <message>
        <source>Azure names a security type this program does not know: {kind}.</source>
        <translation>Azure называет тип безопасности, неизвестный этой программе: {kind}.</translation>
    </message>
    <message>
        <source>The VM has no more data disks than Azure Backup supports</source>
        <translation>Дисков данных у ВМ не больше, чем поддерживает Azure Backup</translation>
    </message>
    <message>
        <source>Azure Backup supports up to 32 data disks on one VM.</source>
        <translation>Azure Backup поддерживает до 32&#xa0;дисков данных на одной ВМ.</translation>
    </message>
    <message>
        <source>Azure does not list the data disks of this VM.</source>
        <translation>Azure не показывает список дисков данных этой ВМ.</translation>
    </message>
    <message numerus="yes">
        <source>The VM has %n data disk(s); Azure Backup supports {most}.</source>
        <translation>
            <numerusform>У ВМ %n&#xa0;диск данных, а Azure Backup поддерживает не более {most}.</numerusform>
            <numerusform>У ВМ %n&#xa0;диска данных, а Azure Backup поддерживает не более {most}.</numerusform>
            <numerusform>У ВМ %n&#xa0;дисков данных, а Azure Backup поддерживает не более {most}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The VM has %n data disk(s), which Azure Backup supports.</source>
        <translation>
            <numerusform>У ВМ %n&#xa0;диск данных; столько Azure Backup поддерживает.</numerusform>
            <numerusform>У ВМ %n&#xa0;диска данных; столько Azure Backup поддерживает.</numerusform>
            <numerusform>У ВМ %n&#xa0;дисков данных; столько Azure Backup поддерживает.</numerusform>
        </translation>
    </message>
    <message>
        <source>All disks are managed disks</source>
        <translation>Все диски управляемые</translation>
    </message>
    <message>
        <source>Microsoft is ending support for backing up VMs with unmanaged disks, which are files in a storage account.</source>
        <translation>Microsoft прекращает поддержку резервного копирования ВМ с неуправляемыми дисками, то есть с файлами в учётной записи хранения.</translation>
    </message>
    <message>
        <source>The VM has managed disks.</source>
        <translation>Диски у ВМ управляемые.</translation>
    </message>
    <message>
        <source>The VM has unmanaged disks. Their backup is deprecated: migrate them to managed disks.</source>
        <translation>Диски у ВМ неуправляемые. Их резервное копирование устарело: перейдите на управляемые диски.</translation>
    </message>
    <message>
        <source>The OS disk is in Azure Storage</source>
        <translation>Диск ОС находится в службе хранилища Azure</translation>
    </message>
    <message>
        <source>An ephemeral OS disk is on the host and has no snapshots. What its VM should keep belongs on data disks.</source>
        <translation>Эфемерный диск ОС (ephemeral) находится на узле, и моментальных снимков у него не бывает. То, что такая ВМ должна сохранять, нужно держать на дисках данных.</translation>
    </message>
    <message>
        <source>The OS disk is not ephemeral.</source>
        <translation>Диск ОС не эфемерный.</translation>
    </message>
    <message>
        <source>The OS disk is ephemeral. Microsoft&apos;s documents contradict each other here: the support matrix of Azure Backup lists such disks, that of restore points, of which the backup is made, excludes them.</source>
        <translation>Диск ОС эфемерный (ephemeral). Документы Microsoft здесь противоречат друг другу: матрица поддержки Azure Backup называет такие диски среди поддерживаемых, а матрица точек восстановления, из которых делается резервная копия, их исключает.</translation>
    </message>
    <message>
        <source>No disk is shared between VMs</source>
        <translation>Дисков, общих для нескольких ВМ, нет</translation>
    </message>
    <message>
        <source>A disk that several VMs may attach at once (maxShares) cannot be backed up. An Enhanced policy can leave it out.</source>
        <translation>Резервное копирование диска, который можно подключить сразу к нескольким ВМ (maxShares), невозможно. Расширенная политика (Enhanced) позволяет исключить такой диск.</translation>
    </message>
    <message numerus="yes">
        <source>%n disk(s) may be shared between VMs: {names}.</source>
        <translation>
            <numerusform>%n&#xa0;диск может быть общим для нескольких ВМ: {names}.</numerusform>
            <numerusform>%n&#xa0;диска могут быть общими для нескольких ВМ: {names}.</numerusform>
            <numerusform>%n&#xa0;дисков могут быть общими для нескольких ВМ: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>No disk that is backed up is shared.</source>
        <translation>Среди дисков, которые попадают в резервную копию, общих нет.</translation>
    </message>
    <message>
        <source>The policy suits the kinds of disks</source>
        <translation>Политика подходит для этих видов дисков</translation>
    </message>
    <message>
        <source>Ultra disks and Premium SSD v2 are backed up by an Enhanced policy only.</source>
        <translation>Резервное копирование дисков Ultra и Premium SSD v2 возможно только с расширенной политикой (Enhanced).</translation>
    </message>
    <message>
        <source>Azure names a kind of disk this program does not know: {kind}.</source>
        <translation>Azure называет вид диска, неизвестный этой программе: {kind}.</translation>
    </message>
    <message>
        <source>All disks are of kinds that every policy supports.</source>
        <translation>Все диски таких видов, которые поддерживает любая политика.</translation>
    </message>
    <message>
        <source>{names} need an Enhanced policy; at present no policy backs this VM up.</source>
        <translation>Для&#xa0;{names} нужна расширенная политика (Enhanced); сейчас эту ВМ не защищает ни одна политика.</translation>
    </message>
    <message>
        <source>{names} need an Enhanced policy, and the VM has one.</source>
        <translation>Для&#xa0;{names} нужна расширенная политика (Enhanced), и у ВМ она есть.</translation>
    </message>
    <message>
        <source>{names} need an Enhanced policy, but the VM is backed up by a Standard one.</source>
        <translation>Для&#xa0;{names} нужна расширенная политика (Enhanced), а ВМ защищена стандартной (Standard).</translation>
    </message>
    <message>
        <source>Azure names a kind of policy this program does not know: {kind}.</source>
        <translation>Azure называет вид политики, неизвестный этой программе: {kind}.</translation>
    </message>
    <message>
        <source>No disk is larger than Azure Backup supports</source>
        <translation>Ни один диск не больше, чем поддерживает Azure Backup</translation>
    </message>
    <message>
        <source>Microsoft&apos;s documents differ: the support matrix speaks of 64 TB a disk and 512 TB a VM, the error&apos;s own article of 32 TB, and of 4 TB for a disk under Azure Disk Encryption.</source>
        <translation>Документы Microsoft расходятся: матрица поддержки говорит о 64&#xa0;ТБ на диск и 512&#xa0;ТБ на ВМ, статья об этой ошибке&#xa0;— о 32&#xa0;ТБ, а для диска с Azure Disk Encryption&#xa0;— о 4&#xa0;ТБ.</translation>
    </message>
    <message>
        <source>Azure does not say how large every disk is.</source>
        <translation>Azure сообщает размер не всех дисков.</translation>
    </message>
    <message>
        <source>The disks are larger than Azure Backup supports ({total} GiB together; the limits are 64 TB a disk and 512 TB a VM).</source>
        <translation>Диски больше, чем поддерживает Azure Backup (всего {total}&#xa0;ГиБ; предел&#xa0;— 64&#xa0;ТБ на диск и 512&#xa0;ТБ на ВМ).</translation>
    </message>
    <message>
        <source>Of a size that Azure Backup does not support everywhere and in every case: {names}.</source>
        <translation>Размер, который Azure Backup поддерживает не везде и не всегда: {names}.</translation>
    </message>
    <message>
        <source>Azure Backup supports disks of these sizes.</source>
        <translation>Размеры дисков Azure Backup поддерживает.</translation>
    </message>
    <message>
        <source>No disk asks for a sign-in when it is exported</source>
        <translation>Ни один диск не требует входа при экспорте</translation>
    </message>
    <message>
        <source>A disk whose data may only be read after a sign-in with Microsoft Entra ID (dataAccessAuthMode) cannot be backed up. Disks without public access, or with private endpoints, can.</source>
        <translation>Резервное копирование диска, данные которого можно прочитать только после входа через Microsoft Entra ID (dataAccessAuthMode), невозможно. Для дисков без доступа из общедоступных сетей или с частными конечными точками&#xa0;— возможно.</translation>
    </message>
    <message>
        <source>Can be read only after a sign-in with Microsoft Entra ID: {names}.</source>
        <translation>Данные можно прочитать только после входа через Microsoft Entra ID: {names}.</translation>
    </message>
    <message>
        <source>Azure names a way of access this program does not know: {mode}.</source>
        <translation>Azure называет способ доступа, неизвестный этой программе: {mode}.</translation>
    </message>
    <message>
        <source>No disk asks for a sign-in.</source>
        <translation>Ни один диск не требует входа.</translation>
    </message>
    <message>
        <source>No data disk was the OS disk of a secured VM</source>
        <translation>Среди дисков данных нет бывших дисков ОС с типом безопасности</translation>
    </message>
    <message>
        <source>The OS disk of a Trusted Launch or confidential VM keeps its security type. Attached to another VM as a data disk it cannot be backed up.</source>
        <translation>Диск ОС, взятый от ВМ с доверенным запуском (Trusted Launch) или от конфиденциальной ВМ, сохраняет свой тип безопасности. Если подключить его к другой ВМ как диск данных, его резервное копирование невозможно.</translation>
    </message>
    <message>
        <source>Data disks that carry a security type: {names}.</source>
        <translation>Диски данных с типом безопасности: {names}.</translation>
    </message>
    <message>
        <source>No data disk carries a security type.</source>
        <translation>Ни у одного диска данных нет типа безопасности.</translation>
    </message>
    <message>
        <source>Look at the disks</source>
        <translation>Посмотреть диски</translation>
    </message>
    <message>
        <source>The commands list the VM&apos;s disks with what decides here, and the policy by which the VM is backed up.</source>
        <translation>Выполните команды: они показывают диски ВМ с параметрами, которые здесь важны, и политику, по которой выполняется резервное копирование ВМ.</translation>
    </message>
    <message>
        <source>Move the VM to an Enhanced policy</source>
        <translation>Перевести ВМ на расширенную политику (Enhanced)</translation>
    </message>
    <message>
        <source>For Ultra disks and Premium SSD v2: in the vault, open the VM under Backup items, choose Change policy and pick an Enhanced one. There is no way back to a Standard policy.</source>
        <translation>Для дисков Ultra и Premium SSD v2: в хранилище Служб восстановления откройте ВМ в разделе «Элементы резервного копирования», нажмите «Изменить политику» и выберите расширенную (Enhanced). Вернуться к стандартной политике (Standard) нельзя.</translation>
    </message>
    <message>
        <source>Leave out the disk that is not supported</source>
        <translation>Исключить диск, который не поддерживается</translation>
    </message>
    <message>
        <source>Under an Enhanced policy a data disk may be excluded by its LUN; everything else is backed up then. What is on it needs another backup. A disk that is too large can also be split, and one that is shared be detached. The commands show the LUNs and the exclusion&apos;s form.</source>
        <translation>С расширенной политикой (Enhanced) диск данных можно исключить по его LUN; всё остальное тогда попадёт в резервную копию. Данные исключённого диска защищайте другим способом. Слишком большой диск можно также разделить, а общий&#xa0;— отсоединить. Команды показывают номера LUN и то, как задать исключение.</translation>
    </message>
</context>
<context>
    <name>Entra</name>
    <message>
        <source>you</source>
        <translation>вы</translation>
    </message>
    <message>
        <source>an administrator of the tenant</source>
        <translation>администратор клиента Entra</translation>
    </message>
    <message>
        <source>whoever manages the tenant&apos;s Conditional Access and security policies</source>
        <translation>тот, кто отвечает в клиенте Entra за условный доступ и политики безопасности</translation>
    </message>
    <message>
        <source>the owner of the application&apos;s registration</source>
        <translation>владелец регистрации приложения</translation>
    </message>
    <message>
        <source>an administrator of the user&apos;s account, such as the help desk</source>
        <translation>администратор, который управляет учётной записью пользователя, например служба поддержки</translation>
    </message>
    <message>
        <source>Microsoft; most often it passes by itself</source>
        <translation>Microsoft; чаще всего проходит само</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>Unknown error of Microsoft Entra</source>
        <translation>Неизвестная ошибка Microsoft Entra</translation>
    </message>
    <message>
        <source>Backup Doctor does not know this error. Microsoft Entra says: {words}</source>
        <translation>Этой ошибки Backup Doctor не знает. Ответ Microsoft Entra: {words}</translation>
    </message>
    <message>
        <source>Look the code up at https://login.microsoftonline.com/error or find the attempt in the tenant&apos;s sign-in logs.</source>
        <translation>Найдите описание кода на странице https://login.microsoftonline.com/error или саму попытку входа в журналах входа клиента Entra.</translation>
    </message>
    <message>
        <source>{meaning} {remedy} Who can fix it: {who}. ({code})</source>
        <translation>{meaning} {remedy} Кто может это исправить: {who}. ({code})</translation>
    </message>
    <message>
        <source>Unknown application</source>
        <translation>Неизвестное приложение</translation>
    </message>
    <message>
        <source>Check the client id and the tenant. If both are right, have the application installed in the tenant or consented to.</source>
        <translation>Проверьте идентификатор приложения и клиент Entra. Если они верны, попросите установить приложение в клиенте или дать согласие на его использование.</translation>
    </message>
    <message>
        <source>Azure is not known in this tenant</source>
        <translation>Служба Azure в этом клиенте Entra неизвестна</translation>
    </message>
    <message>
        <source>Check the tenant and the cloud. A tenant without any Azure subscription may lack Azure&apos;s own application.</source>
        <translation>Проверьте клиент Entra и облако. В клиенте без единой подписки Azure может не быть приложения самой службы Azure.</translation>
    </message>
    <message>
        <source>Wrong secret</source>
        <translation>Неверный секрет</translation>
    </message>
    <message>
        <source>Enter the secret&apos;s value, not its id, without spaces around it; or create a new secret.</source>
        <translation>Введите значение секрета, а не его идентификатор, без пробелов в начале и в конце, или создайте новый секрет.</translation>
    </message>
    <message>
        <source>The application does not allow this redirect address</source>
        <translation>Приложение не разрешает этот URI перенаправления</translation>
    </message>
    <message>
        <source>Have http://localhost added to the application&apos;s redirect addresses, under “Mobile and desktop applications”; or leave the client id empty.</source>
        <translation>Попросите добавить http://localhost в URI перенаправления приложения, в раздел «Мобильные и классические приложения» (Mobile and desktop applications), или оставьте идентификатор приложения пустым.</translation>
    </message>
    <message>
        <source>The application is disabled</source>
        <translation>Приложение отключено</translation>
    </message>
    <message>
        <source>Have users&apos; sign-in enabled for the enterprise application in the tenant, or use another one.</source>
        <translation>Попросите разрешить в клиенте Entra вход пользователей в это корпоративное приложение или используйте другое.</translation>
    </message>
    <message>
        <source>The resource the token is for is disabled or does not exist in this tenant.</source>
        <translation>Ресурс, для которого нужен маркер, отключён или не существует в этом клиенте Entra.</translation>
    </message>
    <message>
        <source>The resource the token is for was not found in this tenant.</source>
        <translation>Ресурс, для которого нужен маркер, не найден в этом клиенте Entra.</translation>
    </message>
    <message>
        <source>The address to which the browser should return is not registered.</source>
        <translation>Адрес, на который должен вернуться браузер, не зарегистрирован.</translation>
    </message>
    <message>
        <source>No address to which the browser could return is registered.</source>
        <translation>Не зарегистрирован ни один адрес, на который мог бы вернуться браузер.</translation>
    </message>
    <message>
        <source>The application belongs to one tenant</source>
        <translation>Приложение предназначено для одного клиента Entra</translation>
    </message>
    <message>
        <source>The application may be used in its own tenant only, and no tenant was named.</source>
        <translation>Приложение можно использовать только в его собственном клиенте Entra, а клиент не указан.</translation>
    </message>
    <message>
        <source>Name the application&apos;s own tenant and sign in again.</source>
        <translation>Укажите клиент Entra, которому принадлежит приложение, и войдите снова.</translation>
    </message>
    <message>
        <source>The application was not found in the tenant.</source>
        <translation>Приложение не найдено в клиенте Entra.</translation>
    </message>
    <message>
        <source>The application is disabled in the tenant, or not found there.</source>
        <translation>Приложение отключено в клиенте Entra или не найдено в нём.</translation>
    </message>
    <message>
        <source>The application is disabled in the tenant.</source>
        <translation>Приложение отключено в клиенте Entra.</translation>
    </message>
    <message>
        <source>The secret is not that of the application.</source>
        <translation>Секрет не соответствует приложению.</translation>
    </message>
    <message>
        <source>The application&apos;s secret is wrong.</source>
        <translation>Секрет приложения неверен.</translation>
    </message>
    <message>
        <source>The secret has expired</source>
        <translation>Срок действия секрета истёк</translation>
    </message>
    <message>
        <source>The application&apos;s secret has expired.</source>
        <translation>Срок действия секрета приложения истёк.</translation>
    </message>
    <message>
        <source>Create a new secret for the application and enter its value.</source>
        <translation>Создайте для приложения новый секрет и введите его значение.</translation>
    </message>
    <message>
        <source>The application wants a secret</source>
        <translation>Приложению нужен секрет</translation>
    </message>
    <message>
        <source>The application is no public client, so a person cannot sign in through it without a secret.</source>
        <translation>Приложение не является общедоступным клиентом (public client), поэтому пользователь не может войти через него без секрета.</translation>
    </message>
    <message>
        <source>Have “Allow public client flows” switched on for the application, or leave the client id empty.</source>
        <translation>Попросите включить для приложения параметр «Разрешить общедоступные клиентские потоки» (Allow public client flows) или оставьте идентификатор приложения пустым.</translation>
    </message>
    <message>
        <source>The application takes no secret</source>
        <translation>Приложение не принимает секрет</translation>
    </message>
    <message>
        <source>The application is a public client and takes neither a secret nor a certificate.</source>
        <translation>Приложение&#xa0;— общедоступный клиент (public client) и не принимает ни секрет, ни сертификат.</translation>
    </message>
    <message>
        <source>Sign in by browser or device code, or use an application that has a secret.</source>
        <translation>Войдите через браузер или по коду устройства либо используйте приложение, у которого есть секрет.</translation>
    </message>
    <message>
        <source>The clock is wrong</source>
        <translation>Часы идут неверно</translation>
    </message>
    <message>
        <source>The request signed with the certificate is not valid at this moment: this computer&apos;s clock is probably wrong.</source>
        <translation>Запрос, подписанный сертификатом, сейчас недействителен: вероятно, часы этого компьютера идут неверно.</translation>
    </message>
    <message>
        <source>Correct this computer&apos;s clock and try again.</source>
        <translation>Установите на этом компьютере точное время и повторите попытку.</translation>
    </message>
    <message>
        <source>The certificate is not accepted</source>
        <translation>Сертификат не принят</translation>
    </message>
    <message>
        <source>Microsoft Entra could not verify the signature made with the certificate: the certificate has expired, or is not registered with the application.</source>
        <translation>Служба Microsoft Entra не смогла проверить подпись, сделанную сертификатом: срок его действия истёк, или он не зарегистрирован для приложения.</translation>
    </message>
    <message>
        <source>Upload the certificate&apos;s public part to the application&apos;s registration, or use one that is registered and still valid.</source>
        <translation>Загрузите открытую часть сертификата в регистрацию приложения или используйте сертификат, который зарегистрирован и ещё действует.</translation>
    </message>
    <message>
        <source>The application is not set up for Azure</source>
        <translation>Приложение не настроено для Azure</translation>
    </message>
    <message>
        <source>The application is not registered to ask for access to Azure.</source>
        <translation>Регистрация приложения не позволяет ему запрашивать доступ к Azure.</translation>
    </message>
    <message>
        <source>Have the permission “Azure Service Management, user_impersonation” added to the application, or leave the client id empty.</source>
        <translation>Попросите добавить приложению разрешение «Azure Service Management, user_impersonation» или оставьте идентификатор приложения пустым.</translation>
    </message>
    <message>
        <source>This account is not in the tenant</source>
        <translation>Этой учётной записи нет в клиенте Entra</translation>
    </message>
    <message>
        <source>Name the right tenant, or sign in with another account. If the tenant is right, have the account invited there as a guest.</source>
        <translation>Укажите правильный клиент Entra или войдите под другой учётной записью. Если клиент указан верно, попросите пригласить в него учётную запись как гостя.</translation>
    </message>
    <message>
        <source>Check the tenant&apos;s id or domain, and that the right cloud is chosen: the US government and China have tenants of their own.</source>
        <translation>Проверьте идентификатор или домен клиента Entra и то, верно ли выбрано облако: в облаках для государственных организаций США и в Китае клиенты свои.</translation>
    </message>
    <message>
        <source>This account cannot be used here</source>
        <translation>Эту учётную запись здесь использовать нельзя</translation>
    </message>
    <message>
        <source>The account does not exist in the tenant, so it cannot use this application there; often it is a personal account.</source>
        <translation>Учётной записи нет в клиенте Entra, поэтому это приложение ей там недоступно; часто дело в том, что учётная запись личная.</translation>
    </message>
    <message>
        <source>This is an external account, and the tenant does not know it.</source>
        <translation>Это внешняя учётная запись, и в клиенте Entra она неизвестна.</translation>
    </message>
    <message>
        <source>Unknown user</source>
        <translation>Неизвестный пользователь</translation>
    </message>
    <message>
        <source>The user name is mistyped, or the account is not in the tenant.</source>
        <translation>Имя пользователя введено с ошибкой, или учётной записи нет в клиенте Entra.</translation>
    </message>
    <message>
        <source>The account does not exist in the tenant&apos;s directory.</source>
        <translation>Учётной записи нет в каталоге клиента Entra.</translation>
    </message>
    <message>
        <source>This is an external account that is not a guest of the tenant, so it cannot pass the tenant&apos;s multifactor authentication.</source>
        <translation>Это внешняя учётная запись, и в клиент Entra она как гость не приглашена, поэтому не может пройти его многофакторную проверку подлинности.</translation>
    </message>
    <message>
        <source>The account is locked, or the address is blocked</source>
        <translation>Заблокирована учётная запись или IP-адрес</translation>
    </message>
    <message>
        <source>There were too many wrong attempts, or the sign-in came from an address with malicious activity.</source>
        <translation>Было слишком много неверных попыток, или вход выполнялся с IP-адреса, замеченного во вредоносных действиях.</translation>
    </message>
    <message>
        <source>Wait and try again with the right password. The tenant&apos;s sign-in logs show which of the two it was; the block can be removed in the tenant.</source>
        <translation>Подождите и повторите попытку с верным паролем. Какая из двух причин верна, показывают журналы входа клиента Entra; в этом же клиенте можно снять блокировку.</translation>
    </message>
    <message>
        <source>The password has expired</source>
        <translation>Срок действия пароля истёк</translation>
    </message>
    <message>
        <source>The user&apos;s password has expired.</source>
        <translation>Срок действия пароля пользователя истёк.</translation>
    </message>
    <message>
        <source>Set a new password in the browser, or have it reset, and sign in again.</source>
        <translation>Задайте новый пароль в браузере или попросите сбросить старый, затем войдите снова.</translation>
    </message>
    <message>
        <source>The user&apos;s password in the organisation&apos;s own Active Directory has expired.</source>
        <translation>Срок действия пароля пользователя в локальной службе Active Directory организации истёк.</translation>
    </message>
    <message>
        <source>Set a new password, or have it reset, and sign in again.</source>
        <translation>Задайте новый пароль или попросите сбросить старый, затем войдите снова.</translation>
    </message>
    <message>
        <source>The account is disabled</source>
        <translation>Учётная запись отключена</translation>
    </message>
    <message>
        <source>The user&apos;s account is disabled in the directory.</source>
        <translation>Учётная запись пользователя отключена в каталоге.</translation>
    </message>
    <message>
        <source>Have the account enabled, or sign in with another one.</source>
        <translation>Попросите включить учётную запись или войдите под другой.</translation>
    </message>
    <message>
        <source>Wrong user name or password</source>
        <translation>Неверное имя пользователя или пароль</translation>
    </message>
    <message>
        <source>The user name or the password is wrong.</source>
        <translation>Имя пользователя или пароль указаны неверно.</translation>
    </message>
    <message>
        <source>Try again. If the password is forgotten, have it reset.</source>
        <translation>Повторите попытку. Если пароль забыт, попросите его сбросить.</translation>
    </message>
    <message>
        <source>Unknown domain</source>
        <translation>Неизвестный домен</translation>
    </message>
    <message>
        <source>Nothing in the request tells which tenant is meant, or its domain does not exist.</source>
        <translation>Из запроса не видно, какой клиент Entra имеется в виду, или его домена не существует.</translation>
    </message>
    <message>
        <source>No tenant</source>
        <translation>Клиент Entra не указан</translation>
    </message>
    <message>
        <source>Nothing in the request tells which tenant is meant.</source>
        <translation>Из запроса не видно, какой клиент Entra имеется в виду.</translation>
    </message>
    <message>
        <source>Name the tenant by its id or domain.</source>
        <translation>Укажите клиент Entra: его идентификатор или домен.</translation>
    </message>
    <message>
        <source>Unknown tenant</source>
        <translation>Неизвестный клиент Entra</translation>
    </message>
    <message>
        <source>There is no such tenant in this cloud.</source>
        <translation>В этом облаке такого клиента Entra нет.</translation>
    </message>
    <message>
        <source>The tenant is in another cloud</source>
        <translation>Клиент Entra находится в другом облаке</translation>
    </message>
    <message>
        <source>The tenant belongs to a different national cloud from the one that was asked.</source>
        <translation>Клиент Entra относится не к тому национальному облаку, в которое отправлен запрос.</translation>
    </message>
    <message>
        <source>Choose the tenant&apos;s own cloud and sign in again.</source>
        <translation>Выберите облако, к которому относится клиент Entra, и войдите снова.</translation>
    </message>
    <message>
        <source>A signature could not be verified</source>
        <translation>Не удалось проверить подпись</translation>
    </message>
    <message>
        <source>Microsoft Entra could not verify the signature of a token; often the tenant belongs to a different cloud from the one chosen.</source>
        <translation>Служба Microsoft Entra не смогла проверить подпись маркера; часто причина в том, что клиент Entra относится не к выбранному облаку, а к другому.</translation>
    </message>
    <message>
        <source>The network does not allow this tenant</source>
        <translation>Сеть не разрешает доступ к этому клиенту Entra</translation>
    </message>
    <message>
        <source>The organisation&apos;s network restricts which tenants may be used, and this one is not on its list.</source>
        <translation>В корпоративной сети разрешены не все клиенты Entra, и этого в списке нет.</translation>
    </message>
    <message>
        <source>Have the tenant allowed in the network&apos;s tenant restrictions, or sign in from another network.</source>
        <translation>Попросите разрешить этот клиент Entra в настроенных для сети ограничениях клиентов (tenant restrictions) или войдите из другой сети.</translation>
    </message>
    <message>
        <source>Your organisation does not allow that tenant</source>
        <translation>Ваша организация не разрешает доступ к этому клиенту Entra</translation>
    </message>
    <message>
        <source>The account&apos;s own organisation forbids its users to work in that tenant.</source>
        <translation>Организация, которой принадлежит учётная запись, запрещает своим пользователям работать в этом клиенте Entra.</translation>
    </message>
    <message>
        <source>Have the outbound cross-tenant access settings changed by the account&apos;s own organisation.</source>
        <translation>Попросите организацию, которой принадлежит учётная запись, изменить параметры исходящего доступа между клиентами (cross-tenant access settings).</translation>
    </message>
    <message>
        <source>The tenant does not allow your organisation</source>
        <translation>Клиент Entra не допускает вашу организацию</translation>
    </message>
    <message>
        <source>The tenant&apos;s cross-tenant access policy does not let this user in.</source>
        <translation>Политика доступа между клиентами (cross-tenant access), которая действует в клиенте Entra, не пропускает этого пользователя.</translation>
    </message>
    <message>
        <source>Have the inbound cross-tenant access settings changed by the tenant you want to work in.</source>
        <translation>Попросите администраторов клиента Entra, в котором хотите работать, изменить параметры входящего доступа между клиентами (cross-tenant access settings).</translation>
    </message>
    <message>
        <source>Multifactor authentication is required</source>
        <translation>Нужна многофакторная проверка подлинности</translation>
    </message>
    <message>
        <source>Sign in again in the browser and complete the second step.</source>
        <translation>Войдите снова в браузере и пройдите второй этап проверки.</translation>
    </message>
    <message>
        <source>Register a second factor</source>
        <translation>Нужно зарегистрировать второй фактор</translation>
    </message>
    <message>
        <source>Sign in at https://aka.ms/mfasetup, register a method there, and sign in again here.</source>
        <translation>Войдите на страницу https://aka.ms/mfasetup, зарегистрируйте там способ проверки и снова войдите здесь.</translation>
    </message>
    <message>
        <source>A registered device is required</source>
        <translation>Нужно зарегистрированное устройство</translation>
    </message>
    <message>
        <source>Sign in by the browser on a device that is registered in the tenant, or have this one registered.</source>
        <translation>Войдите через браузер на устройстве, зарегистрированном в клиенте Entra, или попросите зарегистрировать это устройство.</translation>
    </message>
    <message>
        <source>Blocked by Conditional Access</source>
        <translation>Заблокировано условным доступом</translation>
    </message>
    <message>
        <source>The tenant&apos;s sign-in logs name the policy. Sign in from where it allows, or by another method: it may block device codes or this app only.</source>
        <translation>Политика названа в журналах входа клиента Entra. Войдите оттуда, откуда она разрешает, или другим способом: возможно, она блокирует только коды устройств или только это приложение.</translation>
    </message>
    <message>
        <source>The application needs consent</source>
        <translation>Приложению нужно согласие</translation>
    </message>
    <message>
        <source>Have an administrator grant consent to the application in the tenant, or sign in by Azure CLI or another application.</source>
        <translation>Попросите администратора дать в клиенте Entra согласие на использование приложения или войдите через Azure CLI либо другое приложение.</translation>
    </message>
    <message>
        <source>The user has to enrol for a second factor first.</source>
        <translation>Сначала пользователь должен зарегистрировать второй фактор.</translation>
    </message>
    <message>
        <source>A second factor is required and was not given.</source>
        <translation>Требуется второй фактор, но он не предъявлен.</translation>
    </message>
    <message>
        <source>Because of a policy or of a new place, the tenant demands multifactor authentication for Azure.</source>
        <translation>Из-за политики или нового места входа клиент Entra требует для Azure многофакторной проверки подлинности.</translation>
    </message>
    <message>
        <source>The last multifactor authentication was too long ago for the tenant&apos;s policy.</source>
        <translation>С последней многофакторной проверки подлинности прошло больше времени, чем допускает политика клиента Entra.</translation>
    </message>
    <message>
        <source>The tenant demands multifactor authentication, for which nothing is registered yet.</source>
        <translation>Клиент Entra требует многофакторной проверки подлинности, но ни один способ для неё ещё не зарегистрирован.</translation>
    </message>
    <message>
        <source>The second factor was not confirmed: it was declined, wrong, or not given in time.</source>
        <translation>Второй фактор не подтверждён: запрос отклонён, введён неверный код или время ожидания вышло.</translation>
    </message>
    <message>
        <source>The tenant demands that the device authenticates itself, and this sign-in did not do that.</source>
        <translation>Клиент Entra требует, чтобы устройство прошло проверку подлинности, а при этом входе она не пройдена.</translation>
    </message>
    <message>
        <source>The tenant demands a device that is registered with it.</source>
        <translation>Клиент Entra пропускает только зарегистрированные в нём устройства.</translation>
    </message>
    <message>
        <source>Not assigned to the application</source>
        <translation>Пользователь не назначен приложению</translation>
    </message>
    <message>
        <source>The user is not assigned to the application, and only assigned users may use it.</source>
        <translation>Пользователь не назначен приложению, а работать с ним могут только назначенные пользователи.</translation>
    </message>
    <message>
        <source>Have the user or one of their groups assigned to the enterprise application in the tenant.</source>
        <translation>Попросите назначить этого пользователя или одну из его групп корпоративному приложению в клиенте Entra.</translation>
    </message>
    <message>
        <source>The state of the device, suspicious activity, or another access policy blocked the sign-in.</source>
        <translation>Вход заблокирован из-за состояния устройства, подозрительных действий или другой политики доступа.</translation>
    </message>
    <message>
        <source>Another security step is required</source>
        <translation>Нужна дополнительная проверка</translation>
    </message>
    <message>
        <source>The tenant demands a step at another provider, which was not completed.</source>
        <translation>Клиент Entra требует пройти проверку у другого поставщика, а она не завершена.</translation>
    </message>
    <message>
        <source>Sign in again in the browser and complete every step it shows.</source>
        <translation>Войдите снова в браузере и выполните все шаги, которые он покажет.</translation>
    </message>
    <message>
        <source>The device does not comply</source>
        <translation>Устройство не соответствует требованиям</translation>
    </message>
    <message>
        <source>Conditional Access demands a compliant device, and this one is not.</source>
        <translation>Условный доступ пропускает только устройства, которые соответствуют требованиям, а это устройство им не соответствует.</translation>
    </message>
    <message>
        <source>Enrol this device in the organisation&apos;s device management, or sign in on a compliant one.</source>
        <translation>Зарегистрируйте это устройство в системе управления устройствами организации или войдите с устройства, которое соответствует требованиям.</translation>
    </message>
    <message>
        <source>The device is not joined to the domain</source>
        <translation>Устройство не присоединено к домену</translation>
    </message>
    <message>
        <source>Conditional Access demands a device that is joined to the domain.</source>
        <translation>Условный доступ пропускает только устройства, присоединённые к домену.</translation>
    </message>
    <message>
        <source>Sign in on a device that is joined to the domain.</source>
        <translation>Войдите с устройства, присоединённого к домену.</translation>
    </message>
    <message>
        <source>This application is not approved</source>
        <translation>Это приложение не утверждено</translation>
    </message>
    <message>
        <source>Conditional Access lets in approved applications only, and the one used here is not among them.</source>
        <translation>Условный доступ пропускает только утверждённые приложения, а используемое здесь в их число не входит.</translation>
    </message>
    <message>
        <source>Have the application approved, or use the client id of an application that is.</source>
        <translation>Попросите утвердить приложение или укажите идентификатор приложения, которое уже утверждено.</translation>
    </message>
    <message>
        <source>A Conditional Access policy does not allow this token.</source>
        <translation>Политика условного доступа не разрешает выдать этот маркер.</translation>
    </message>
    <message>
        <source>Register a second factor; the account is at risk</source>
        <translation>Нужно зарегистрировать второй фактор; учётная запись считается рискованной</translation>
    </message>
    <message>
        <source>Registering for multifactor authentication is required first, and is blocked because the sign-in looks risky.</source>
        <translation>Сначала нужно зарегистрироваться для многофакторной проверки подлинности, но регистрация заблокирована, потому что вход выглядит рискованным.</translation>
    </message>
    <message>
        <source>Have the risk looked into and dismissed, then register a method and sign in again.</source>
        <translation>Попросите разобраться с риском и отклонить его, затем зарегистрируйте способ проверки и войдите снова.</translation>
    </message>
    <message>
        <source>An access policy of the tenant does not allow this token.</source>
        <translation>Политика доступа клиента Entra не разрешает выдать этот маркер.</translation>
    </message>
    <message>
        <source>A security policy of the tenant blocks this request.</source>
        <translation>Политика безопасности клиента Entra блокирует этот запрос.</translation>
    </message>
    <message>
        <source>The delegated administrator is blocked</source>
        <translation>Делегированный администратор заблокирован</translation>
    </message>
    <message>
        <source>A delegated administrator was kept out of the tenant because the account is at risk in its home tenant.</source>
        <translation>Делегированный администратор не допущен в клиент Entra, потому что в своём домашнем клиенте его учётная запись считается рискованной.</translation>
    </message>
    <message>
        <source>Have the risk looked into and dismissed in the account&apos;s home tenant.</source>
        <translation>Попросите разобраться с риском и отклонить его в домашнем клиенте Entra этой учётной записи.</translation>
    </message>
    <message>
        <source>Blocked by security defaults</source>
        <translation>Заблокировано параметрами безопасности по умолчанию</translation>
    </message>
    <message>
        <source>The tenant&apos;s security defaults block this sign-in: its method is outdated, or it looks unsafe.</source>
        <translation>Параметры безопасности по умолчанию (security defaults) клиента Entra блокируют этот вход: его способ устарел, или вход выглядит небезопасным.</translation>
    </message>
    <message>
        <source>Sign in by the browser and complete the second step.</source>
        <translation>Войдите через браузер и пройдите второй этап проверки.</translation>
    </message>
    <message>
        <source>Neither the user nor an administrator has consented to the application in this tenant.</source>
        <translation>Ни пользователь, ни администратор не дали согласия на использование приложения в этом клиенте Entra.</translation>
    </message>
    <message>
        <source>Consent was declined</source>
        <translation>В согласии отказано</translation>
    </message>
    <message>
        <source>The request to consent to the application was declined.</source>
        <translation>На вопрос, можно ли использовать приложение, был дан ответ «нет».</translation>
    </message>
    <message>
        <source>Sign in again and consent, or sign in by Azure CLI or another application.</source>
        <translation>Войдите снова и дайте согласие либо войдите через Azure CLI или другое приложение.</translation>
    </message>
    <message>
        <source>Only an administrator may consent to the application in this tenant.</source>
        <translation>Согласие на использование приложения в этом клиенте Entra может дать только администратор.</translation>
    </message>
    <message>
        <source>An administrator has to approve the application; the request for it can be sent.</source>
        <translation>Приложение должен одобрить администратор; запрос на это можно отправить.</translation>
    </message>
    <message>
        <source>Not authorized in the customer&apos;s tenant</source>
        <translation>Нет авторизации в клиенте Entra заказчика</translation>
    </message>
    <message>
        <source>The application has not been authorized in the customer&apos;s tenant, as partners&apos; delegated administrators need.</source>
        <translation>Приложение не авторизовано в клиенте Entra заказчика, а для делегированных администраторов партнёра это необходимо.</translation>
    </message>
    <message>
        <source>Have the application consented to in the customer&apos;s tenant, beforehand or through Partner Center.</source>
        <translation>Попросите дать согласие на использование приложения в клиенте Entra заказчика&#xa0;— заранее или через Центр партнёров (Partner Center).</translation>
    </message>
    <message>
        <source>The sign-in is no longer valid</source>
        <translation>Вход больше не действует</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Войдите снова.</translation>
    </message>
    <message>
        <source>The code has expired</source>
        <translation>Срок действия кода истёк</translation>
    </message>
    <message>
        <source>Start again and enter the new code in time.</source>
        <translation>Начните заново и вовремя введите новый код.</translation>
    </message>
    <message>
        <source>Try again in a few minutes.</source>
        <translation>Повторите попытку через несколько минут.</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Вход не выполнен</translation>
    </message>
    <message>
        <source>There is no sign-in (or there no longer is one) that can be used without asking the user.</source>
        <translation>Входа, которым можно воспользоваться без участия пользователя, нет, или он больше не действует.</translation>
    </message>
    <message>
        <source>The password has expired or was changed.</source>
        <translation>Срок действия пароля истёк, или пароль был изменён.</translation>
    </message>
    <message>
        <source>The question “Stay signed in?” is open</source>
        <translation>Нет ответа на вопрос «Не выходить из системы?»</translation>
    </message>
    <message>
        <source>The browser still asks whether to stay signed in.</source>
        <translation>В браузере ещё открыт вопрос «Не выходить из системы?».</translation>
    </message>
    <message>
        <source>Sign in again and answer the question in the browser.</source>
        <translation>Войдите снова и ответьте на вопрос в браузере.</translation>
    </message>
    <message>
        <source>A question in the browser is open</source>
        <translation>Нет ответа на вопрос в браузере</translation>
    </message>
    <message>
        <source>The browser still asks whether you really want to sign in to this application.</source>
        <translation>В браузере ещё открыт вопрос, действительно ли вы хотите войти в это приложение.</translation>
    </message>
    <message>
        <source>The user or an administrator has revoked the sign-in.</source>
        <translation>Вход отозван пользователем или администратором.</translation>
    </message>
    <message>
        <source>The sign-in took too long and has expired.</source>
        <translation>Вход занял слишком много времени, и отведённый на него срок истёк.</translation>
    </message>
    <message>
        <source>The browser&apos;s answer was used already; the page may have been loaded again.</source>
        <translation>Ответ браузера уже был использован; возможно, страницу загрузили ещё раз.</translation>
    </message>
    <message>
        <source>Microsoft Entra no longer accepts the kept sign-in.</source>
        <translation>Служба Microsoft Entra больше не принимает сохранённый вход.</translation>
    </message>
    <message>
        <source>The kept sign-in has expired because it was not used.</source>
        <translation>Срок действия сохранённого входа истёк, потому что им не пользовались.</translation>
    </message>
    <message>
        <source>The kept sign-in has expired because it was not used for long.</source>
        <translation>Срок действия сохранённого входа истёк, потому что им долго не пользовались.</translation>
    </message>
    <message>
        <source>The kept sign-in had a fixed lifetime, which is over.</source>
        <translation>У сохранённого входа был фиксированный срок действия, и он истёк.</translation>
    </message>
    <message>
        <source>The tenant&apos;s Conditional Access demands a new sign-in at intervals, and it is time.</source>
        <translation>Условный доступ клиента Entra требует время от времени входить заново, и сейчас пора это сделать.</translation>
    </message>
    <message>
        <source>The device is not known any more</source>
        <translation>Устройство больше не распознаётся</translation>
    </message>
    <message>
        <source>The device from which the sign-in comes was deleted or disabled in the tenant.</source>
        <translation>Устройство, с которого выполняется вход, удалено или отключено в клиенте Entra.</translation>
    </message>
    <message>
        <source>Have this device registered in the tenant again, then sign in again.</source>
        <translation>Попросите заново зарегистрировать это устройство в клиенте Entra, затем войдите снова.</translation>
    </message>
    <message>
        <source>The code has not been entered yet</source>
        <translation>Код ещё не введён</translation>
    </message>
    <message>
        <source>The code was not entered in the browser in time.</source>
        <translation>Код не был вовремя введён в браузере.</translation>
    </message>
    <message>
        <source>Wrong code</source>
        <translation>Неверный код</translation>
    </message>
    <message>
        <source>A wrong code was entered in the browser.</source>
        <translation>В браузере введён неверный код.</translation>
    </message>
    <message>
        <source>Start again and enter the code as it is shown.</source>
        <translation>Начните заново и введите код точно так, как он показан.</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Слишком много запросов</translation>
    </message>
    <message>
        <source>The same sign-in was asked for too often within a short time.</source>
        <translation>Один и тот же вход за короткое время запрашивался слишком часто.</translation>
    </message>
    <message>
        <source>Wait a few minutes, then sign in again. If it happens again, please report it as a fault of Backup Doctor.</source>
        <translation>Подождите несколько минут, затем войдите снова. Если это повторится, сообщите об этом как об ошибке Backup Doctor.</translation>
    </message>
    <message>
        <source>Trouble at Microsoft Entra</source>
        <translation>Неполадки в службе Microsoft Entra</translation>
    </message>
    <message>
        <source>Microsoft Entra had a passing fault.</source>
        <translation>В службе Microsoft Entra произошёл временный сбой.</translation>
    </message>
    <message>
        <source>Microsoft Entra is not available at the moment.</source>
        <translation>Служба Microsoft Entra сейчас недоступна.</translation>
    </message>
    <message>
        <source>The directory is not available at the moment.</source>
        <translation>Каталог сейчас недоступен.</translation>
    </message>
    <message>
        <source>The tenant sends too many requests and is being held back.</source>
        <translation>Клиент Entra отправляет слишком много запросов, и пока их число ограничено.</translation>
    </message>
    <message>
        <source>The request lacks something</source>
        <translation>В запросе чего-то не хватает</translation>
    </message>
    <message>
        <source>The request to Microsoft Entra lacks a field; a proxy may have changed it.</source>
        <translation>В запросе к Microsoft Entra не хватает поля; возможно, запрос изменил прокси-сервер.</translation>
    </message>
    <message>
        <source>Try another network or another way to sign in. If it stays, please report it as a fault of Backup Doctor.</source>
        <translation>Попробуйте другую сеть или другой способ входа. Если не поможет, сообщите об этом как об ошибке Backup Doctor.</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>Request</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Идентификатор запроса</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Время ответа</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>Путь в JSON</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Значение</translation>
    </message>
    <message>
        <source>{moment} ({utc} UTC)</source>
        <translation>{moment} ({utc} по UTC)</translation>
    </message>
    <message>
        <source>Copy this piece of evidence as text</source>
        <translation>Скопировать это подтверждение как текст</translation>
    </message>
    <message>
        <source>Copy this evidence</source>
        <translation>Скопировать подтверждение</translation>
    </message>
    <message>
        <source>Show the whole answer…</source>
        <translation>Показать ответ целиком…</translation>
    </message>
    <message>
        <source>Check it manually</source>
        <translation>Проверить вручную</translation>
    </message>
    <message>
        <source>The same request, for you to run yourself. It only reads. The Azure CLI line is for bash, also in the Cloud Shell.</source>
        <translation>Тот же запрос, чтобы ввести его самостоятельно. Он только читает. Строка для Azure CLI рассчитана на bash, в том числе в Cloud Shell.</translation>
    </message>
    <message>
        <source>Copy: {field}</source>
        <translation>Скопировать: {field}</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>Nothing was checked.</source>
        <translation>Ничего не проверено.</translation>
    </message>
    <message>
        <source>It also causes: {causes}.</source>
        <translation>Эта причина влечёт за собой и другие: {causes}.</translation>
    </message>
    <message>
        <source>Found before the changes and ruled out now: {causes}.</source>
        <translation>Найдено до изменений, теперь исключено: {causes}.</translation>
    </message>
    <message>
        <source>Found before the changes and still there: {causes}.</source>
        <translation>Найдено до изменений и всё ещё есть: {causes}.</translation>
    </message>
    <message>
        <source>Found before the changes, and whether it is still there could not be checked: {causes}.</source>
        <translation>Найдено до изменений; есть ли это до сих пор, проверить не удалось: {causes}.</translation>
    </message>
    <message>
        <source>No backup has completed since; only one that does proves that backups work again.</source>
        <translation>После изменений ещё не было удавшегося резервного копирования; только оно докажет, что всё снова работает.</translation>
    </message>
    <message>
        <source>A backup was asked for since; how it ended is not known yet.</source>
        <translation>После изменений запрошено резервное копирование; чем оно закончилось, пока неизвестно.</translation>
    </message>
    <message>
        <source>The backup that was started since has failed.</source>
        <translation>Резервное копирование, запущенное после изменений, завершилось сбоем.</translation>
    </message>
    <message>
        <source>A backup has completed since.</source>
        <translation>После изменений резервное копирование удалось.</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>«{title}»</translation>
    </message>
    <message>
        <source>{first}, {next}</source>
        <extracomment>a list of titles, growing to the right</extracomment>
        <translation>{first}, {next}</translation>
    </message>
    <message>
        <source>Decisive: the check “{check}” failed. {finding}</source>
        <translation>Решающий результат: сбой проверки «{check}». {finding}</translation>
    </message>
    <message>
        <source>An indication, not proof: the check “{check}” gave a warning. {finding}</source>
        <translation>Признак, но не доказательство: проверка «{check}» дала предупреждение. {finding}</translation>
    </message>
    <message>
        <source>Also confirmed, independently: {causes}.</source>
        <translation>Также подтверждено, независимо от этого: {causes}.</translation>
    </message>
    <message>
        <source>Also suspected: {causes}.</source>
        <translation>Также под подозрением: {causes}.</translation>
    </message>
    <message numerus="yes">
        <source>%n other cause(s) ruled out.</source>
        <translation>
            <numerusform>Исключена %n&#xa0;другая причина.</numerusform>
            <numerusform>Исключены %n&#xa0;другие причины.</numerusform>
            <numerusform>Исключено %n&#xa0;других причин.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ruled out: {causes}.</source>
        <translation>Исключено: {causes}.</translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) can only be made inside the VM, and looking inside was not chosen.</source>
        <translation>
            <numerusform>%n&#xa0;проверку можно выполнить только внутри ВМ, а проверка внутри не выбрана.</numerusform>
            <numerusform>%n&#xa0;проверки можно выполнить только внутри ВМ, а проверка внутри не выбрана.</numerusform>
            <numerusform>%n&#xa0;проверок можно выполнить только внутри ВМ, а проверка внутри не выбрана.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every check that was asked for could be made.</source>
        <translation>Всё, что запрашивалось, проверить удалось.</translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) neither found nor ruled out, because not everything could be checked.</source>
        <translation>
            <numerusform>%n&#xa0;причина не подтверждена и не исключена: проверить удалось не всё.</numerusform>
            <numerusform>%n&#xa0;причины не подтверждены и не исключены: проверить удалось не всё.</numerusform>
            <numerusform>%n&#xa0;причин не подтверждено и не исключено: проверить удалось не всё.</numerusform>
        </translation>
    </message>
    <message>
        <source>Neither found nor ruled out, because not everything could be checked: {causes}.</source>
        <translation>Не подтверждено и не исключено, потому что проверить удалось не всё: {causes}.</translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) could not be made.</source>
        <translation>
            <numerusform>Не удалось выполнить %n&#xa0;проверку.</numerusform>
            <numerusform>Не удалось выполнить %n&#xa0;проверки.</numerusform>
            <numerusform>Не удалось выполнить %n&#xa0;проверок.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Extension</name>
    <message>
        <source>Azure Backup&apos;s extension fails to update or load</source>
        <translation>Расширение резервного копирования не обновляется или не загружается</translation>
    </message>
    <message>
        <source>The snapshot is taken by the extension VMSnapshot (VMSnapshotLinux), which Azure Backup installs by itself with the first backup. If the extension is stuck, or another one blocks the queue, no snapshot is taken. That it is not installed yet is no fault.</source>
        <translation>Моментальный снимок делает расширение VMSnapshot (VMSnapshotLinux); служба Azure Backup сама устанавливает его при первом резервном копировании. Если оно зависло или очередь занята другим расширением, снимка не будет. Если же оно ещё не установлено, это не ошибка.</translation>
    </message>
    <message>
        <source>The backup extension is in order</source>
        <translation>Расширение резервного копирования в порядке</translation>
    </message>
    <message>
        <source>A failed or stuck extension cannot take the snapshot. Azure Backup installs it again when it has been removed.</source>
        <translation>Расширение, которое завершилось сбоем или зависло, не может сделать моментальный снимок. Если его удалить, Azure Backup установит его заново.</translation>
    </message>
    <message>
        <source>The backup extension is not installed. That is normal: Azure Backup installs it when it needs it.</source>
        <translation>Расширение резервного копирования не установлено. Это нормально: Azure Backup установит его, когда оно понадобится.</translation>
    </message>
    <message>
        <source>The VM is {power}: its backup needs no extension.</source>
        <translation>ВМ в состоянии {power}: для её резервного копирования расширение не нужно.</translation>
    </message>
    <message>
        <source>The agent is silent, so what it last reported about the extensions is out of date.</source>
        <translation>Агент не отвечает, и то, что он когда-то сообщал о расширениях, устарело.</translation>
    </message>
    <message>
        <source>There are too few other extensions to judge the agent by.</source>
        <translation>Других расширений слишком мало, чтобы судить по ним об агенте.</translation>
    </message>
    <message>
        <source>All other extensions have failed or are stuck ({names}): the agent does not seem to run them.</source>
        <translation>Все остальные расширения завершились сбоем или зависли ({names}): похоже, агент их не выполняет.</translation>
    </message>
    <message>
        <source>Only some have failed or are stuck ({names}); the agent runs the others, so the fault is in those extensions, not in the agent.</source>
        <translation>Завершились сбоем или зависли только некоторые ({names}); остальные агент выполняет, значит, дело в этих расширениях, а не в нём.</translation>
    </message>
    <message>
        <source>None of the other extensions has failed or is stuck.</source>
        <translation>Ни одно из остальных расширений не завершилось сбоем и не зависло.</translation>
    </message>
    <message>
        <source>{extension} is installed and works.</source>
        <translation>Расширение {extension} установлено и работает.</translation>
    </message>
    <message>
        <source>{extension} was last seen as {state}, but its agent is silent, so this may be out of date.</source>
        <translation>Последнее известное состояние расширения {extension}&#xa0;— {state}, но агент не отвечает, и эти сведения могли устареть.</translation>
    </message>
    <message>
        <source>{extension} has failed. It says: {message}</source>
        <translation>Расширение {extension} завершилось сбоем. Его сообщение: {message}</translation>
    </message>
    <message>
        <source>{extension} is being deleted. If that lasts, the deletion is stuck.</source>
        <translation>Расширение {extension} удаляется. Если это длится долго, удаление зависло.</translation>
    </message>
    <message>
        <source>{extension} is in a state this program does not know: {state}.</source>
        <translation>Расширение {extension} в неизвестном этой программе состоянии: {state}.</translation>
    </message>
    <message>
        <source>{extension} is being installed or updated at the moment. Look again in a few minutes.</source>
        <translation>Расширение {extension} прямо сейчас устанавливается или обновляется. Повторите проверку через несколько минут.</translation>
    </message>
    <message>
        <source>{extension} is installed, but the agent reports its handler as {word}.</source>
        <translation>Расширение {extension} установлено, но состояние его обработчика, по сведениям агента,&#xa0;— {word}.</translation>
    </message>
    <message>
        <source>{extension} has been in deletion for {age}; it is stuck.</source>
        <translation>Расширение {extension} удаляется уже&#xa0;{age}: удаление зависло.</translation>
    </message>
    <message>
        <source>{extension} has been in deletion for {age}. Look again in a few minutes.</source>
        <translation>Расширение {extension} удаляется уже&#xa0;{age}. Повторите проверку через несколько минут.</translation>
    </message>
    <message>
        <source>{extension} is at work, but Azure does not say since when.</source>
        <translation>Расширение {extension} выполняется, но Azure не сообщает, с какого времени.</translation>
    </message>
    <message>
        <source>{extension} has been at work for {age} ({state}); it is stuck.</source>
        <translation>Расширение {extension} выполняется уже&#xa0;{age} ({state}): оно зависло.</translation>
    </message>
    <message>
        <source>{extension} has been at work for {age}. During a backup that is normal.</source>
        <translation>Расширение {extension} выполняется уже&#xa0;{age}. Во время резервного копирования это нормально.</translation>
    </message>
    <message>
        <source>No other extension has failed</source>
        <translation>Другие расширения работают без сбоев</translation>
    </message>
    <message>
        <source>One failed extension can keep the agent from installing or updating any other, Azure Backup&apos;s included.</source>
        <translation>Из-за одного расширения со сбоем агент может не установить и не обновить остальные, в том числе расширение Azure Backup.</translation>
    </message>
    <message numerus="yes">
        <source>%n other extension(s) failed: {names}.</source>
        <translation>
            <numerusform>%n&#xa0;другое расширение завершилось сбоем: {names}.</numerusform>
            <numerusform>%n&#xa0;других расширения завершились сбоем: {names}.</numerusform>
            <numerusform>%n&#xa0;других расширений завершились сбоем: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other extension(s) stuck at work: {names}.</source>
        <translation>
            <numerusform>%n&#xa0;другое расширение зависло в работе: {names}.</numerusform>
            <numerusform>%n&#xa0;других расширения зависли в работе: {names}.</numerusform>
            <numerusform>%n&#xa0;других расширений зависли в работе: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>No other extension has failed.</source>
        <translation>Ни одно другое расширение не завершилось сбоем.</translation>
    </message>
    <message>
        <source>The VM allows extensions</source>
        <translation>Расширения на ВМ разрешены</translation>
    </message>
    <message>
        <source>With allowExtensionOperations switched off Azure installs no extension at all on this VM, Azure Backup&apos;s included.</source>
        <translation>Если параметр allowExtensionOperations выключен, Azure не устанавливает на эту ВМ никаких расширений, в том числе расширение Azure Backup.</translation>
    </message>
    <message>
        <source>This VM was created from a specialised disk and has no such switch.</source>
        <translation>Эта ВМ создана из специализированного диска, и такого параметра у неё нет.</translation>
    </message>
    <message>
        <source>Extensions are switched off for this VM (allowExtensionOperations).</source>
        <translation>Для этой ВМ расширения отключены (allowExtensionOperations).</translation>
    </message>
    <message>
        <source>Extensions may be installed.</source>
        <translation>Установка расширений разрешена.</translation>
    </message>
    <message>
        <source>Remove the backup extension</source>
        <translation>Удалить расширение резервного копирования</translation>
    </message>
    <message>
        <source>Removes VMSnapshot (VMSnapshotLinux) from the VM. The next backup installs it again. Helps when the extension has failed or is stuck.</source>
        <translation>Удаляет с ВМ расширение VMSnapshot (VMSnapshotLinux). Следующее резервное копирование установит его заново. Помогает, если расширение завершилось сбоем или зависло.</translation>
    </message>
    <message>
        <source>The backup extension is not installed, so there is nothing to remove.</source>
        <translation>Расширение резервного копирования не установлено, удалять нечего.</translation>
    </message>
    <message>
        <source>Remove the extension {extension}</source>
        <translation>Удалить расширение {extension}</translation>
    </message>
    <message>
        <source>None. The VM keeps running.</source>
        <translation>Нет. ВМ продолжает работать.</translation>
    </message>
    <message>
        <source>Nothing: the extension&apos;s settings come from Azure Backup, which brings them back.</source>
        <translation>Ничего: параметры расширения задаёт служба Azure Backup, и она же их вернёт.</translation>
    </message>
    <message>
        <source>Not needed: the next backup reinstalls the extension.</source>
        <translation>Не требуется: следующее резервное копирование установит расширение заново.</translation>
    </message>
    <message>
        <source>Allow extensions on this VM</source>
        <translation>Разрешить расширения на этой ВМ</translation>
    </message>
    <message>
        <source>Switches allowExtensionOperations on again, so that Azure Backup can install its extension. Changes nothing else.</source>
        <translation>Снова включает параметр allowExtensionOperations, чтобы служба Azure Backup могла установить своё расширение. Больше ничего не меняет.</translation>
    </message>
    <message>
        <source>Extensions are allowed already.</source>
        <translation>Расширения уже разрешены.</translation>
    </message>
    <message>
        <source>Allow extensions on the VM</source>
        <translation>Разрешить расширения на ВМ</translation>
    </message>
    <message>
        <source>Nothing. But whoever may change this VM can then run programs inside it through extensions.</source>
        <translation>Ничего. Но любой, кто вправе изменять эту ВМ, сможет через расширения запускать программы внутри неё.</translation>
    </message>
    <message>
        <source>Undoing it switches extensions off again. Azure allows that only as long as none is installed.</source>
        <translation>Отмена снова отключает расширения. Azure допускает это, только пока не установлено ни одного.</translation>
    </message>
    <message>
        <source>Somebody has switched them off, perhaps on purpose: ask whoever is responsible for the VM.</source>
        <translation>Кто-то отключил расширения&#xa0;— возможно, намеренно: спросите ответственного за ВМ.</translation>
    </message>
    <message>
        <source>If extensions are switched off, allow them</source>
        <translation>Если расширения отключены, разрешить их</translation>
    </message>
    <message>
        <source>Somebody has switched extensions off for this VM. The command switches them on again; it changes nothing else.</source>
        <translation>Кто-то отключил расширения для этой ВМ. Команда снова разрешает их и больше ничего не меняет.</translation>
    </message>
    <message>
        <source>Remove the backup extension so that it is installed again</source>
        <translation>Удалить расширение резервного копирования, чтобы оно установилось заново</translation>
    </message>
    <message>
        <source>Only for an extension that is failed or stuck. The VM has to run, its agent has to be ready, no backup job may be running and no lock may forbid deletion. In the portal: the VM, Extensions + applications, the extension VMSnapshot, Uninstall. The portal does not always show it; the first command does.</source>
        <translation>Только для расширения, которое завершилось сбоем или зависло. ВМ должна работать, агент&#xa0;— быть готов; не должно быть ни выполняющихся заданий резервного копирования, ни блокировок, запрещающих удаление. На портале: виртуальная машина, «Расширения и приложения», расширение VMSnapshot, «Удалить». Портал показывает его не всегда, первая команда&#xa0;— всегда.</translation>
    </message>
    <message>
        <source>If Linux does not list the extension, update the agent</source>
        <translation>Если в Linux расширения нет в списке, обновить агент</translation>
    </message>
    <message>
        <source>On a Linux VM on which the extension never appears, update the Azure Linux agent from the distribution&apos;s repository, then back up.</source>
        <translation>Если на ВМ с Linux расширение так и не появляется, обновите агент Linux (waagent) из репозитория дистрибутива и запустите резервное копирование.</translation>
    </message>
    <message>
        <source>Keep antivirus and application control off the extension</source>
        <translation>Исключить расширение из проверок антивируса и контроля приложений</translation>
    </message>
    <message>
        <source>On Windows, exclude the extension&apos;s folders from antivirus scans and allow IaaSBcdrExtension.exe in AppLocker or application control. A crash of it is in the Application log under “faulting application name”.</source>
        <translation>В Windows исключите папки расширения из антивирусной проверки и разрешите IaaSBcdrExtension.exe в AppLocker или другом средстве контроля приложений. Его аварийное завершение ищите в журнале «Приложение» по словам «Имя сбойного приложения» (Faulting application name).</translation>
    </message>
    <message>
        <source>Back up; the extension comes back by itself</source>
        <translation>Запустить резервное копирование: расширение вернётся само</translation>
    </message>
    <message>
        <source>The next backup, scheduled or on demand, installs the extension again. Do not install it manually: only Azure Backup knows its settings. The command shows which vault protects the VM.</source>
        <translation>Следующее резервное копирование, по расписанию или по запросу, установит расширение снова. Не устанавливайте его вручную: его параметры знает только Azure Backup. Команда показывает, какое хранилище Служб восстановления защищает ВМ.</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Hide</source>
        <translation>Скрыть</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>{action} (Alt+F8)</source>
        <translation>{action} (Alt+F8)</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Вставить</translation>
    </message>
    <message>
        <source>{action}: {field}</source>
        <translation>{action}: {field}</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>Обзо&amp;р…</translation>
    </message>
    <message>
        <source>Certificates with their key (*.pem *.pfx *.p12)</source>
        <translation>Сертификаты с ключом (*.pem *.pfx *.p12)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Все файлы (*)</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>“{file}” cannot be written: {reason}. Choose another place.</source>
        <translation>Не удалось записать «{file}»: {reason}. Выберите другое место.</translation>
    </message>
</context>
<context>
    <name>Fleet</name>
    <message>
        <source>In these subscriptions there are virtual machines, but no backup items can be seen: {names}. Either nothing is backed up there, or this account may not read the vaults.</source>
        <translation>В этих подписках есть виртуальные машины, но не видно ни одного элемента резервного копирования: {names}. Либо резервное копирование там не настроено, либо этой учётной записи нельзя читать хранилища Служб восстановления.</translation>
    </message>
    <message>
        <source>The examination itself failed. The log says why.</source>
        <translation>Сбой в самой проверке. Подробности&#xa0;— в журнале программы.</translation>
    </message>
    <message numerus="yes">
        <source>Azure is throttling this account and asks to wait %n second(s). The run waits and then continues.</source>
        <translation>
            <numerusform>Azure ограничивает число запросов этой учётной записи и просит подождать %n&#xa0;секунду. После паузы работа продолжится.</numerusform>
            <numerusform>Azure ограничивает число запросов этой учётной записи и просит подождать %n&#xa0;секунды. После паузы работа продолжится.</numerusform>
            <numerusform>Azure ограничивает число запросов этой учётной записи и просит подождать %n&#xa0;секунд. После паузы работа продолжится.</numerusform>
        </translation>
    </message>
    <message>
        <source>No cause found</source>
        <translation>Причина не найдена</translation>
    </message>
    <message>
        <source>Not examined</source>
        <translation>Не проверено</translation>
    </message>
    <message>
        <source>{count} of {total} share one lock: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общая блокировка: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one rule of a network security group: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общее правило группы безопасности сети: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one security admin rule: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общее правило администратора безопасности: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one route table: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общая таблица маршрутов: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one service endpoint policy: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общая политика конечной точки службы: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one assignment of Azure Policy: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общее назначение политики Azure (Azure Policy): {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one key vault: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общее хранилище ключей: {value}</translation>
    </message>
    <message>
        <source>In {count} of {total} a backup job of one vault is still running: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} ещё выполняется задание резервного копирования одного и того же хранилища Служб восстановления: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} have the same provisioning error: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} одна и та же ошибка подготовки: {value}</translation>
    </message>
    <message>
        <source>In {count} of {total} it is the same extension: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} дело в одном и том же расширении: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} have the same agent version: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} одна и та же версия агента: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} have the same error code: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} один и тот же код ошибки: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one backup policy: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общая политика резервного копирования: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} share one vault: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} общее хранилище Служб восстановления: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} are in one region: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} один и тот же регион: {value}</translation>
    </message>
    <message>
        <source>{count} of {total} are in one subscription: {value}</source>
        <translation>У&#xa0;{count} из&#xa0;{total} одна и та же подписка: {value}</translation>
    </message>
    <message>
        <source>No backup of a virtual machine has failed since {since}.</source>
        <translation>С&#xa0;{since} сбоев резервного копирования виртуальных машин не было.</translation>
    </message>
    <message>
        <source>Virtual machines whose backup has failed since {since}: {total}. Subscriptions: {places}. Cause found: {explained}. No cause found: {unexplained}. Not examined: {unseen}.</source>
        <translation>Виртуальных машин, у которых с&#xa0;{since} был сбой резервного копирования: {total}. Подписок: {places}. Причина найдена: {explained}. Причина не найдена: {unexplained}. Не проверено: {unseen}.</translation>
    </message>
    <message>
        <source>Not examined.</source>
        <translation>Не проверено.</translation>
    </message>
    <message>
        <source>Reading which backups have failed…</source>
        <translation>Загружается список сбоев резервного копирования…</translation>
    </message>
    <message>
        <source>Reading the failed backups was cancelled.</source>
        <translation>Загрузка списка сбоев отменена.</translation>
    </message>
    <message numerus="yes">
        <source>Examining %n virtual machine(s)…</source>
        <translation>
            <numerusform>Проверяется %n&#xa0;виртуальная машина…</numerusform>
            <numerusform>Проверяются %n&#xa0;виртуальные машины…</numerusform>
            <numerusform>Проверяется %n&#xa0;виртуальных машин…</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing the file…</source>
        <translation>Запись файла…</translation>
    </message>
    <message>
        <source>Azure Resource Graph did not say which backups failed. Each vault is asked for its items instead, which takes longer. Why a backup failed is not known until its VM is examined, and a failed backup that is being repeated now is not shown. {reason}</source>
        <translation>Не удалось узнать от Azure Resource Graph, где был сбой резервного копирования. Вместо этого у каждого хранилища Служб восстановления запрашиваются его элементы: это дольше. Почему произошёл сбой, станет известно только после проверки виртуальной машины, а сбои, после которых резервное копирование сейчас повторяется, не показаны. {reason}</translation>
    </message>
</context>
<context>
    <name>FleetBlank</name>
    <message>
        <source>Cancel</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>The message above says why. Each VM of the list can still be diagnosed by itself.</source>
        <translation>Почему&#xa0;— сказано в сообщении выше. Каждую машину из списка по-прежнему можно диагностировать отдельно.</translation>
    </message>
    <message>
        <source>It is not known which backups failed</source>
        <translation>Неизвестно, где не удалось резервное копирование</translation>
    </message>
    <message>
        <source>Resource Graph is asked for the failed backup jobs in every vault this account can see.</source>
        <translation>Azure Resource Graph ищет задания резервного копирования со сбоем во всех хранилищах Служб восстановления, которые видит эта учётная запись.</translation>
    </message>
    <message>
        <source>Reading which backups have failed…</source>
        <translation>Загружается список сбоев резервного копирования…</translation>
    </message>
    <message>
        <source>No backup has failed since {when}</source>
        <translation>С&#xa0;{when} сбоев резервного копирования не было</translation>
    </message>
    <message>
        <source>This is what Resource Graph says about every vault this account sees. What happened in the last minutes may be missing.</source>
        <translation>Это данные Azure Resource Graph обо всех хранилищах Служб восстановления, которые видит эта учётная запись. Событий последних минут в них может ещё не быть.</translation>
    </message>
    <message>
        <source>This is only what could be read: the message above says what is missing.</source>
        <translation>Это лишь те данные, которые удалось получить: чего не хватает, сказано в сообщении выше.</translation>
    </message>
</context>
<context>
    <name>FleetDetail</name>
    <message>
        <source>Copy the resource id of this VM</source>
        <translation>Скопировать идентификатор ресурса этой ВМ</translation>
    </message>
    <message>
        <source>Contin&amp;ue with this VM</source>
        <translation>П&amp;родолжить с этой ВМ</translation>
    </message>
    <message>
        <source>Continue with {machine}</source>
        <translation>Продолжить с ВМ {machine}</translation>
    </message>
    <message>
        <source>Copy what they share</source>
        <translation>Скопировать то, что у них общее</translation>
    </message>
</context>
<context>
    <name>FleetHead</name>
    <message>
        <source>Examining only reads, and keeps within Azure&apos;s limits. Each VM is checked for the causes of its last error.</source>
        <translation>Проверка только читает и укладывается в ограничения Azure на число запросов. У каждой машины проверяются возможные причины её последней ошибки.</translation>
    </message>
    <message numerus="yes">
        <source>Last %n hour(s)</source>
        <translation>
            <numerusform>За %n&#xa0;час</numerusform>
            <numerusform>За %n&#xa0;часа</numerusform>
            <numerusform>За %n&#xa0;часов</numerusform>
        </translation>
    </message>
    <message>
        <source>How far to look back</source>
        <translation>За какой период искать сбои</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Обновить</translation>
    </message>
    <message>
        <source>Expor&amp;t</source>
        <translation>&amp;Экспорт</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отменить</translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) failed</source>
        <translation>
            <numerusform>%n&#xa0;сбой резервного копирования</numerusform>
            <numerusform>%n&#xa0;сбоя резервного копирования</numerusform>
            <numerusform>%n&#xa0;сбоев резервного копирования</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n subscription(s)</source>
        <translation>
            <numerusform>в %n&#xa0;подписке</numerusform>
            <numerusform>в %n&#xa0;подписках</numerusform>
            <numerusform>в %n&#xa0;подписках</numerusform>
        </translation>
    </message>
    <message>
        <source>{failures} {places} since {when}</source>
        <translation>{failures} {places} с&#xa0;{when}</translation>
    </message>
    <message>
        <source>Exa&amp;mine all again</source>
        <translation>&amp;Проверить все ещё раз</translation>
    </message>
    <message numerus="yes">
        <source>Exa&amp;mine all %n</source>
        <translation>
            <numerusform>&amp;Проверить %n</numerusform>
            <numerusform>&amp;Проверить все %n</numerusform>
            <numerusform>&amp;Проверить все %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exa&amp;mine the other %n</source>
        <translation>
            <numerusform>&amp;Проверить ещё %n</numerusform>
            <numerusform>&amp;Проверить ещё %n</numerusform>
            <numerusform>&amp;Проверить ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {total} examined in {elapsed}. In progress: {looking}.</source>
        <translation>Проверено {done} из&#xa0;{total} за&#xa0;{elapsed}. Сейчас в работе: {looking}.</translation>
    </message>
    <message>
        <source>{done} of {total} examined in {elapsed}. {why}</source>
        <translation>Проверено {done} из&#xa0;{total} за&#xa0;{elapsed}. {why}</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Сохранить CSV…</translation>
    </message>
    <message>
        <source>Save as JSON…</source>
        <translation>Сохранить JSON…</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Копировать как текст</translation>
    </message>
</context>
<context>
    <name>FleetText</name>
    <message>
        <source>Skipped: --limit allows no more. Run it again without --limit.</source>
        <translation>Пропущено из-за ограничения --limit. Запустите команду ещё раз без него.</translation>
    </message>
    <message numerus="yes">
        <source>%n virtual machine(s) to examine.</source>
        <translation>
            <numerusform>Предстоит проверить %n&#xa0;виртуальную машину.</numerusform>
            <numerusform>Предстоит проверить %n&#xa0;виртуальные машины.</numerusform>
            <numerusform>Предстоит проверить %n&#xa0;виртуальных машин.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Azure throttled this account, and the run had to wait: %n second(s) in all.</source>
        <translation>
            <numerusform>Из-за ограничения числа запросов этой учётной записи пришлось ждать: всего %n&#xa0;секунду.</numerusform>
            <numerusform>Из-за ограничения числа запросов этой учётной записи пришлось ждать: всего %n&#xa0;секунды.</numerusform>
            <numerusform>Из-за ограничения числа запросов этой учётной записи пришлось ждать: всего %n&#xa0;секунд.</numerusform>
        </translation>
    </message>
    <message>
        <source>Examined {done} of {total}: {vm}</source>
        <translation>Проверено {done} из&#xa0;{total}: {vm}</translation>
    </message>
    <message>
        <source>{title}: {count}</source>
        <translation>{title}: {count}</translation>
    </message>
    <message>
        <source>Failed backup items without a virtual machine in Azure Resource Manager:</source>
        <translation>Элементы резервного копирования со сбоем, которым не соответствует ни одна виртуальная машина в Azure Resource Manager:</translation>
    </message>
    <message>
        <source>{vm} in {group} ({subscription}, {region}), {moment}</source>
        <translation>{vm}, группа ресурсов {group} ({subscription}, {region}), {moment}</translation>
    </message>
    <message>
        <source>{vm} in {group} ({subscription}, {region}), {moment}: {code}</source>
        <translation>{vm}, группа ресурсов {group} ({subscription}, {region}), {moment}: {code}</translation>
    </message>
    <message>
        <source>Not examined.</source>
        <translation>Не проверено.</translation>
    </message>
</context>
<context>
    <name>FleetTree</name>
    <message numerus="yes">
        <source>%n VM(s)</source>
        <translation>
            <numerusform>%n&#xa0;ВМ</numerusform>
            <numerusform>%n&#xa0;ВМ</numerusform>
            <numerusform>%n&#xa0;ВМ</numerusform>
        </translation>
    </message>
    <message>
        <source>Not examined</source>
        <translation>Не проверено</translation>
    </message>
    <message>
        <source>Could not be examined</source>
        <translation>Не удалось проверить</translation>
    </message>
    <message>
        <source>No VM in Azure Resource Manager</source>
        <translation>Нет ВМ в Azure Resource Manager</translation>
    </message>
    <message>
        <source>No code in the list: only the backup job itself has it</source>
        <translation>Кода в списке нет: он есть только в самом задании резервного копирования</translation>
    </message>
    <message>
        <source>Still to be examined</source>
        <translation>Ожидают проверки</translation>
    </message>
    <message>
        <source>The examination ended before their turn came.</source>
        <translation>Проверка закончилась раньше, чем до них дошла очередь.</translation>
    </message>
    <message>
        <source>Examined</source>
        <translation>Проверено</translation>
    </message>
    <message>
        <source>Confirmed on {confirmed}, suspected on {suspected}</source>
        <translation>Подтверждена: {confirmed}, под подозрением: {suspected}</translation>
    </message>
    <message>
        <source>For different reasons: choose a VM to read its own.</source>
        <translation>По разным причинам: чтобы узнать, что помешало, выберите машину.</translation>
    </message>
    <message>
        <source>Resource Manager has no VM for this backup item, so there is nothing that could be examined.</source>
        <translation>В Azure Resource Manager нет ВМ, которая соответствует этому элементу резервного копирования, поэтому проверять нечего.</translation>
    </message>
    <message>
        <source>Cause and VM</source>
        <translation>Причина и ВМ</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Подписка</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Error code</source>
        <translation>Код ошибки</translation>
    </message>
    <message>
        <source>{machine}: {status}</source>
        <translation>{machine}: {status}</translation>
    </message>
    <message>
        <source>Failed backups by cause</source>
        <translation>Сбои резервного копирования по причинам</translation>
    </message>
</context>
<context>
    <name>FleetView</name>
    <message>
        <source>Open folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>The failures could not be read</source>
        <translation>Не удалось загрузить список сбоев</translation>
    </message>
    <message>
        <source>The examination could not go on</source>
        <translation>Не удалось продолжить проверку</translation>
    </message>
    <message>
        <source>Cause found: {cause}. {verdict}, {machines}.</source>
        <translation>Найдена причина&#xa0;— «{cause}». {verdict}, {machines}.</translation>
    </message>
    <message numerus="yes">
        <source>%n failed backup(s) found.</source>
        <translation>
            <numerusform>Найден %n&#xa0;сбой резервного копирования.</numerusform>
            <numerusform>Найдено %n&#xa0;сбоя резервного копирования.</numerusform>
            <numerusform>Найдено %n&#xa0;сбоев резервного копирования.</numerusform>
        </translation>
    </message>
    <message>
        <source>No backup has failed.</source>
        <translation>Сбоев резервного копирования нет.</translation>
    </message>
    <message>
        <source>Examined {done} of {total}.</source>
        <translation>Проверено {done} из&#xa0;{total}.</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Сохранить как CSV</translation>
    </message>
    <message>
        <source>Save as JSON</source>
        <translation>Сохранить как JSON</translation>
    </message>
    <message>
        <source>The list has been copied as text.</source>
        <translation>Список скопирован как текст.</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
</context>
<context>
    <name>Flow</name>
    <message>
        <source>Not checked: cancelled.</source>
        <translation>Не проверено: отменено.</translation>
    </message>
    <message>
        <source>Signing in as {user}…</source>
        <translation>Вход под учётной записью {user}…</translation>
    </message>
    <message>
        <source>Signing in to tenant {tenant}…</source>
        <translation>Вход в клиент Entra {tenant}…</translation>
    </message>
    <message>
        <source>Forgetting {user}…</source>
        <translation>С этого компьютера удаляется учётная запись {user}…</translation>
    </message>
    <message>
        <source>Forgetting all accounts…</source>
        <translation>С этого компьютера удаляются все сохранённые учётные записи…</translation>
    </message>
    <message>
        <source>Waiting for you to sign in in the browser…</source>
        <translation>Ожидается вход в браузере…</translation>
    </message>
    <message>
        <source>Waiting for the device code to be typed in…</source>
        <translation>Ожидается ввод кода устройства…</translation>
    </message>
    <message>
        <source>Waiting for you to choose an account…</source>
        <translation>Ожидается выбор учётной записи…</translation>
    </message>
    <message>
        <source>Asking Azure CLI…</source>
        <translation>Запрос к Azure CLI…</translation>
    </message>
    <message>
        <source>Signing in to {host}…</source>
        <translation>Вход: {host}…</translation>
    </message>
    <message>
        <source>Opening the demo tenant…</source>
        <translation>Открывается демонстрационная среда…</translation>
    </message>
    <message>
        <source>Reading the virtual machines…</source>
        <translation>Загружается список виртуальных машин…</translation>
    </message>
    <message>
        <source>Reading the virtual machines was cancelled. What had arrived is shown.</source>
        <translation>Загрузка списка виртуальных машин отменена. Показано то, что успело загрузиться.</translation>
    </message>
    <message>
        <source>Reading the last failed backup job of {vm}…</source>
        <translation>Ищется последнее задание резервного копирования со сбоем: {vm}…</translation>
    </message>
    <message>
        <source>Reading the last failed job was cancelled.</source>
        <translation>Поиск последнего задания со сбоем отменён.</translation>
    </message>
    <message>
        <source>Reading backup job {job}…</source>
        <translation>Читается задание резервного копирования {job}…</translation>
    </message>
    <message>
        <source>Reading the backup job was cancelled.</source>
        <translation>Чтение задания резервного копирования отменено.</translation>
    </message>
    <message>
        <source>Checking {vm}…</source>
        <translation>Проверяется {vm}…</translation>
    </message>
    <message>
        <source>Checking {vm} again…</source>
        <translation>Ещё раз проверяется {vm}…</translation>
    </message>
    <message>
        <source>Writing the PDF…</source>
        <translation>Создаётся PDF…</translation>
    </message>
    <message>
        <source>Backup Doctor itself failed here. The log says why.</source>
        <translation>Сбой в самой программе Backup Doctor. Подробности&#xa0;— в её журнале.</translation>
    </message>
</context>
<context>
    <name>ForgetAccount</name>
    <message>
        <source>Removed from this computer: {user} in {tenant}, its place in the list, and its sign-in tokens.</source>
        <translation>С этого компьютера удаляются: учётная запись {user} (клиент Entra {tenant}), её строка в списке и её маркеры входа.</translation>
    </message>
    <message>
        <source>Removed from this computer: {user} in {tenant}, its place in the list, its sign-in tokens and its secret.</source>
        <translation>С этого компьютера удаляются: учётная запись {user} (клиент Entra {tenant}), её строка в списке, её маркеры входа и секрет.</translation>
    </message>
    <message>
        <source>Removed from this computer: {user} in {tenant}, its place in the list, its sign-in tokens and the password of its certificate. The file of the certificate stays.</source>
        <translation>С этого компьютера удаляются: учётная запись {user} (клиент Entra {tenant}), её строка в списке, её маркеры входа и пароль её сертификата. Файл сертификата остаётся.</translation>
    </message>
    <message>
        <source>Nothing changes in Azure. If you are signed in with this account, you are signed out.</source>
        <translation>В Azure ничего не меняется. Если вход выполнен под этой учётной записью, программа выйдет из неё.</translation>
    </message>
    <message>
        <source>Your browser keeps its own sign-in. Nothing changes in Azure. If you are signed in here, you are signed out.</source>
        <translation>Вход в самом браузере сохраняется. В Azure ничего не меняется. Если в программе вход выполнен под этой учётной записью, она выйдет из неё.</translation>
    </message>
    <message>
        <source>Forget {user}?</source>
        <translation>Забыть учётную запись {user}?</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>&amp;Забыть</translation>
    </message>
</context>
<context>
    <name>Freeze</name>
    <message>
        <source>Linux cannot freeze its file systems for the snapshot</source>
        <translation>Linux не может заморозить файловые системы для моментального снимка</translation>
    </message>
    <message>
        <source>For a consistent snapshot the extension stops all writing for a moment (safefreeze). One damaged, hanging or doubly mounted file system, or a script before the snapshot that fails, makes the whole snapshot fail.</source>
        <translation>Чтобы моментальный снимок был согласованным, расширение на мгновение останавливает всю запись (safefreeze). Достаточно одной повреждённой, зависшей или дважды смонтированной файловой системы либо сбоя в скрипте перед снимком, чтобы весь снимок не удался.</translation>
    </message>
    <message>
        <source>The extension itself reports that freezing a file system failed (121).</source>
        <translation>Само расширение сообщает, что заморозить файловую систему не удалось (121).</translation>
    </message>
    <message>
        <source>The extension itself reports that freezing a file system took too long (122).</source>
        <translation>Само расширение сообщает, что заморозка файловой системы заняла слишком много времени (122).</translation>
    </message>
    <message>
        <source>The extension itself reports that it could not open a mount point (123).</source>
        <translation>Само расширение сообщает, что не смогло открыть точку монтирования (123).</translation>
    </message>
    <message>
        <source>The extension itself reports that its safefreeze program is missing (124).</source>
        <translation>Само расширение сообщает, что его программы safefreeze нет (124).</translation>
    </message>
    <message>
        <source>The extension could freeze the file systems the last time</source>
        <translation>В последний раз расширение смогло заморозить файловые системы</translation>
    </message>
    <message>
        <source>The extension keeps its own code for each run. It is more precise than the code that Azure Backup derives from it.</source>
        <translation>Расширение хранит собственный код каждого запуска. Он точнее, чем код, в который его превращает Azure Backup.</translation>
    </message>
    <message>
        <source>The backup extension has not run on this VM yet.</source>
        <translation>Расширение резервного копирования на этой ВМ ещё не запускалось.</translation>
    </message>
    <message>
        <source>The extension reports {code}: a script before or after the snapshot failed, or its configuration is wrong.</source>
        <translation>Расширение сообщает код {code}: скрипт до или после моментального снимка завершился сбоем, либо он неверно настроен.</translation>
    </message>
    <message>
        <source>The extension&apos;s last run succeeded ({code}).</source>
        <translation>Последний запуск расширения прошёл без сбоя ({code}).</translation>
    </message>
    <message>
        <source>The extension&apos;s last code, {code}, is not about freezing.</source>
        <translation>Последний код расширения, {code}, к заморозке не относится.</translation>
    </message>
    <message>
        <source>The program that freezes is there</source>
        <translation>Программа заморозки на месте</translation>
    </message>
    <message>
        <source>Without safefreeze in its folder the extension cannot stop the writing.</source>
        <translation>Без safefreeze в своей папке расширение не может остановить запись.</translation>
    </message>
    <message>
        <source>The backup extension is not installed yet; Azure Backup installs it when it needs it.</source>
        <translation>Расширение резервного копирования ещё не установлено; Azure Backup установит его, когда оно понадобится.</translation>
    </message>
    <message>
        <source>The extension is installed, but its safefreeze program is missing.</source>
        <translation>Расширение установлено, но его программы safefreeze нет.</translation>
    </message>
    <message>
        <source>The extension&apos;s safefreeze program is there.</source>
        <translation>Программа safefreeze этого расширения на месте.</translation>
    </message>
    <message>
        <source>No mount point is mounted twice</source>
        <translation>Ни одна точка монтирования не смонтирована дважды</translation>
    </message>
    <message>
        <source>The extension freezes what /proc/mounts lists. Listed twice, a mount point is frozen twice, and the second time or the thawing fails.</source>
        <translation>Расширение замораживает всё, что перечислено в /proc/mounts. Точка монтирования, указанная там дважды, замораживается дважды, и сбой даёт либо вторая заморозка, либо разморозка.</translation>
    </message>
    <message numerus="yes">
        <source>%n mount point(s) are mounted more than once.</source>
        <translation>
            <numerusform>Больше одного раза смонтирована %n&#xa0;точка монтирования.</numerusform>
            <numerusform>Больше одного раза смонтированы %n&#xa0;точки монтирования.</numerusform>
            <numerusform>Больше одного раза смонтировано %n&#xa0;точек монтирования.</numerusform>
        </translation>
    </message>
    <message>
        <source>No mount point is mounted more than once.</source>
        <translation>Ни одна точка монтирования не смонтирована больше одного раза.</translation>
    </message>
    <message>
        <source>See which file system cannot be frozen</source>
        <translation>Найти файловую систему, которая не замораживается</translation>
    </message>
    <message>
        <source>Log in by SSH or the serial console; neither needs the agent. The extension&apos;s log names the mount point. A line with FITHAW means that a mount point could not be thawed, mostly because it is mounted twice.</source>
        <translation>Войдите по SSH или через последовательную консоль: агент для этого не нужен. Журнал расширения называет точку монтирования. Строка с FITHAW означает, что точку монтирования не удалось разморозить; чаще всего она смонтирована дважды.</translation>
    </message>
    <message>
        <source>Take away double mounts</source>
        <translation>Убрать двойное монтирование</translation>
    </message>
    <message>
        <source>The first command prints mount points that are mounted more than once. Unmount the upper one and take its line out of /etc/fstab.</source>
        <translation>Первая команда выводит точки, смонтированные больше одного раза. Размонтируйте ту файловую систему, что смонтирована сверху, и уберите её строку из /etc/fstab.</translation>
    </message>
    <message>
        <source>Check a file system that fails</source>
        <translation>Проверить файловую систему, которая даёт сбой</translation>
    </message>
    <message>
        <source>Stop the programs that use it, unmount it, check it and mount it again. The system&apos;s own file system can only be checked at a restart. Never check a file system that is mounted.</source>
        <translation>Остановите программы, которые пользуются файловой системой, размонтируйте её, проверьте и смонтируйте снова. Файловую систему самой ОС можно проверить только при перезапуске. Никогда не проверяйте смонтированную файловую систему.</translation>
    </message>
    <message>
        <source>Leave out a mount point, or give freezing more time</source>
        <translation>Исключить точку монтирования или дать заморозке больше времени</translation>
    </message>
    <message>
        <source>Both go into the section [SnapshotThread] of /etc/azure/vmbackup.conf; make the file if it is missing, and write the section once only. MountsToSkip takes a list with commas. What is left out is still backed up, but only as after a sudden loss of power. SafeFreezeWaitInSeconds is for large or busy disks.</source>
        <translation>Оба параметра укажите в разделе [SnapshotThread] файла /etc/azure/vmbackup.conf; если файла нет, создайте его, а раздел запишите только один раз. MountsToSkip&#xa0;— это список через запятую. Исключённое всё равно попадёт в резервную копию, но лишь в том виде, какой бывает после внезапного отключения питания. SafeFreezeWaitInSeconds нужен для больших или загруженных дисков.</translation>
    </message>
    <message>
        <source>Fix the scripts around the snapshot</source>
        <translation>Исправить скрипты до и после моментального снимка</translation>
    </message>
    <message>
        <source>Codes from 300 to 318 come from scripts that this VM runs before and after the snapshot. VMSnapshotScriptPluginConfig.json lists them; it and the scripts have to belong to root and be inaccessible to everyone else. Run each one manually and check that it ends with 0 in time.</source>
        <translation>Коды от 300 до 318 приходят от скриптов, которые эта ВМ запускает до и после моментального снимка. Они перечислены в VMSnapshotScriptPluginConfig.json; этот файл и скрипты должны принадлежать root и быть закрыты для всех остальных. Запустите каждый вручную и убедитесь, что он вовремя завершается с кодом&#xa0;0.</translation>
    </message>
    <message>
        <source>Back up again</source>
        <translation>Повторить резервное копирование</translation>
    </message>
    <message>
        <source>Choose Back up now in the vault; the command shows which vault it is.</source>
        <translation>Выберите в хранилище «Архивировать сейчас»; какое это хранилище, показывает команда.</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message>
        <source>The VM is {power}. Start it first, then look again.</source>
        <translation>ВМ в состоянии {power}. Сначала запустите её, затем проверьте ещё раз.</translation>
    </message>
    <message>
        <source>The VM is changing its state ({power}). Look again in a minute.</source>
        <translation>Состояние ВМ меняется ({power}). Повторите проверку через минуту.</translation>
    </message>
    <message>
        <source>The only way inside is through the agent, and it is silent. What works without it: the serial console, restarting or redeploying the VM, or repairing the agent manually, as the manual steps show.</source>
        <translation>Попасть внутрь можно только через агент, а он не отвечает. Без него доступны последовательная консоль, перезапуск или повторное развёртывание ВМ, а также починка агента вручную, как показано в ручных шагах.</translation>
    </message>
    <message>
        <source>The agent hangs, and a command sent through it would hang with it. What works without it: the serial console, restarting or redeploying the VM.</source>
        <translation>Агент завис, и команда, отправленная через него, тоже зависнет. Без него доступны последовательная консоль, перезапуск или повторное развёртывание ВМ.</translation>
    </message>
    <message>
        <source>It could not be checked whether a backup of this VM is running, and this must not be done during one: {reason}</source>
        <translation>Не удалось проверить, выполняется ли резервное копирование этой ВМ, а во время него этого делать нельзя: {reason}</translation>
    </message>
    <message>
        <source>A backup of this VM is running. Wait until it has ended, or cancel it.</source>
        <translation>Выполняется резервное копирование этой ВМ. Дождитесь его окончания или отмените его.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on {scope} forbids this. Lift it for the repair and put it back afterwards.</source>
        <translation>Это запрещает блокировка {lock} ({level}) в области {scope}. Снимите её на время исправления, а затем верните.</translation>
    </message>
</context>
<context>
    <name>Glossary</name>
    <message>
        <source>Azure shows that all is well here.</source>
        <translation>Azure показывает, что здесь всё в порядке.</translation>
    </message>
    <message>
        <source>Something is not right, but it does not prove that the backup failed because of it.</source>
        <translation>Что-то не так, но это не доказывает, что резервное копирование не удалось именно поэтому.</translation>
    </message>
    <message>
        <source>The fault itself was seen.</source>
        <translation>Обнаружена сама неисправность.</translation>
    </message>
    <message>
        <source>The check does not apply to this VM, or was not asked for.</source>
        <translation>Проверка к этой ВМ неприменима или не запрашивалась.</translation>
    </message>
    <message>
        <source>The check could not be made; its finding says why.</source>
        <translation>Проверку выполнить не удалось; почему&#xa0;— сказано в её результате.</translation>
    </message>
    <message>
        <source>At least one check of this cause failed.</source>
        <translation>Хотя бы одна проверка этой причины показала сбой.</translation>
    </message>
    <message>
        <source>A check of this cause gave a warning.</source>
        <translation>Проверка этой причины дала предупреждение.</translation>
    </message>
    <message>
        <source>Every check of this cause that applies to this VM is OK.</source>
        <translation>Все проверки этой причины, применимые к этой ВМ, в норме.</translation>
    </message>
    <message>
        <source>A check of this cause could not be made, so the cause is neither found nor ruled out.</source>
        <translation>Одну из проверок этой причины выполнить не удалось, поэтому причина и не найдена, и не исключена.</translation>
    </message>
    <message>
        <source>No check of this cause applies to this VM.</source>
        <translation>Ни одна проверка этой причины к этой ВМ не относится.</translation>
    </message>
    <message>
        <source>The checks of this cause can only be made inside the VM, and looking inside was not chosen.</source>
        <translation>Проверить эту причину можно только внутри ВМ, а проверка внутри не выбрана.</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Уверенность</translation>
    </message>
    <message>
        <source>High if there is only one cause and everything could be checked. Each doubt lowers it.</source>
        <translation>Высокая, если причина одна и всё удалось проверить. Каждое сомнение её снижает.</translation>
    </message>
    <message>
        <source>Root cause</source>
        <translation>Основная причина</translation>
    </message>
    <message>
        <source>The cause that was found and is not itself the result of another cause that was found.</source>
        <translation>Найденная причина, которая не вызвана другой найденной причиной.</translation>
    </message>
    <message>
        <source>Restore point</source>
        <translation>Точка восстановления</translation>
    </message>
    <message>
        <source>A snapshot of the VM&apos;s disks. Azure Backup takes it first and copies it to the vault.</source>
        <translation>Моментальный снимок дисков ВМ. Azure Backup сначала делает его, а затем копирует в хранилище.</translation>
    </message>
    <message>
        <source>Restore point collection</source>
        <translation>Коллекция точек восстановления</translation>
    </message>
    <message>
        <source>Holds the restore points of one VM, in a resource group of their own.</source>
        <translation>Содержит точки восстановления одной ВМ; находится в отдельной группе ресурсов.</translation>
    </message>
    <message>
        <source>VM agent</source>
        <translation>Агент ВМ</translation>
    </message>
    <message>
        <source>The program in the VM through which Azure runs extensions.</source>
        <translation>Программа в ВМ, через которую Azure запускает расширения.</translation>
    </message>
    <message>
        <source>Backup extension</source>
        <translation>Расширение резервного копирования</translation>
    </message>
    <message>
        <source>Brings the file systems in the VM to rest while the snapshot is taken.</source>
        <translation>Замораживает файловые системы ВМ на время создания моментального снимка.</translation>
    </message>
    <message>
        <source>Vault</source>
        <translation>Хранилище</translation>
    </message>
    <message>
        <source>A Recovery Services vault: it keeps backups, backup policies and jobs.</source>
        <translation>Хранилище Служб восстановления: в нём находятся резервные копии, политики резервного копирования и задания.</translation>
    </message>
    <message>
        <source>Resource lock</source>
        <translation>Блокировка ресурса</translation>
    </message>
    <message>
        <source>Forbids deletion (CanNotDelete) or any change (ReadOnly) of everything in its scope.</source>
        <translation>Запрещает удаление (CanNotDelete) или любое изменение (ReadOnly) всего, что входит в её область.</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Область</translation>
    </message>
    <message>
        <source>The subscription, resource group or resource that a permission or lock holds for.</source>
        <translation>Подписка, группа ресурсов или ресурс, на которые действует разрешение или блокировка.</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Идентификатор запроса</translation>
    </message>
    <message>
        <source>Azure support can find a single request by it.</source>
        <translation>По нему поддержка Azure находит один запрос среди всех.</translation>
    </message>
    <message>
        <source>Rule set</source>
        <translation>Набор правил</translation>
    </message>
    <message>
        <source>The version of the checks. Two reports with the same rule set can be compared directly.</source>
        <translation>Версия набора проверок. Если она у двух отчётов одна и та же, их можно сравнивать.</translation>
    </message>
</context>
<context>
    <name>Guest</name>
    <message>
        <source>The script inside the VM gave no readable answer.</source>
        <translation>Скрипт внутри ВМ не дал читаемого ответа.</translation>
    </message>
    <message>
        <source>The guest&apos;s clock is {ahead} ahead of Azure&apos;s ({moment}).</source>
        <translation>Часы гостевой системы опережают время Azure на&#xa0;{ahead} ({moment}).</translation>
    </message>
    <message>
        <source>The guest&apos;s clock is not ahead of Azure&apos;s.</source>
        <translation>Часы гостевой системы не опережают время Azure.</translation>
    </message>
    <message>
        <source>Not checked: this can only be seen inside the VM, and looking inside was not chosen. The manual steps show how to check it manually.</source>
        <translation>Не проверено: это видно только внутри ВМ, а проверка внутри не выбрана. Как посмотреть вручную, показывают ручные шаги.</translation>
    </message>
    <message>
        <source>Could not look inside: the only way is through the agent, and it is silent. The manual steps show how to check this manually, from the serial console.</source>
        <translation>Проверить внутри не удалось: единственный путь ведёт через агент, а он не отвечает. Ручные шаги показывают, как посмотреть вручную, из последовательной консоли.</translation>
    </message>
    <message>
        <source>Could not look inside: the agent hangs, and Run Command would hang with it. Restart the agent or the VM first, or check this manually as the manual steps show.</source>
        <translation>Проверить внутри не удалось: агент завис, и «Выполнение команды» (Run Command) зависло бы вместе с ним. Сначала перезапустите агент или ВМ либо посмотрите вручную, как показывают ручные шаги.</translation>
    </message>
    <message>
        <source>The script inside the VM could not find this out. The manual steps show how to check it manually.</source>
        <translation>Скрипт внутри ВМ не смог этого узнать. Как посмотреть вручную, показывают ручные шаги.</translation>
    </message>
</context>
<context>
    <name>Guidance</name>
    <message>
        <source>Where the VM is only being updated, wait until it is done and back up again.</source>
        <translation>Если ВМ всего лишь обновляется, дождитесь окончания и повторите резервное копирование.</translation>
    </message>
    <message>
        <source>First remove the lock, then start a backup: it starts the clean-up and may itself fail once; the clean-up takes several hours.</source>
        <translation>Сначала удалите блокировку, затем запустите резервное копирование: оно начнёт очистку, хотя само может один раз завершиться сбоем; очистка занимает несколько часов.</translation>
    </message>
    <message>
        <source>If the permission was granted only now, give Azure a few minutes to apply it, then back up again.</source>
        <translation>Если разрешение выдано только что, подождите несколько минут, пока Azure его применит, и повторите резервное копирование.</translation>
    </message>
    <message>
        <source>Spread the data over several smaller disks, or exclude the disk from the backup and protect its data in another way.</source>
        <translation>Распределите данные по нескольким дискам меньшего размера либо исключите диск из резервного копирования и защитите его данные другим способом.</translation>
    </message>
    <message>
        <source>Wait for the running job, or cancel it while it still takes the snapshot. After protection has moved to another vault, the job may run in the old one.</source>
        <translation>Дождитесь окончания выполняющегося задания или отмените его, пока оно ещё делает моментальный снимок. Если защиту перенесли в другое хранилище, задание может выполняться в старом.</translation>
    </message>
    <message>
        <source>This code only wraps an error of the Compute service. Open the job in the vault, copy the text of its error details and paste it here: it names the real reason.</source>
        <translation>Этот код лишь оборачивает ошибку службы Compute. Откройте задание в хранилище, скопируйте текст сведений об ошибке и вставьте его здесь: в нём названа настоящая причина.</translation>
    </message>
    <message>
        <source>Resume the backup of the VM in its vault, or enable it again. To Azure Backup, a VM that was re-created under its old name is a different VM.</source>
        <translation>Возобновите резервное копирование ВМ в её хранилище или включите его заново. ВМ, созданная заново под прежним именем, для Azure Backup&#xa0;— другая ВМ.</translation>
    </message>
    <message>
        <source>The vault still protects a VM that no longer exists. Create the VM again under the same name in the same resource group, or stop its protection in the vault. To Azure Backup, a VM that has been re-created since is a different VM and has to be protected again.</source>
        <translation>Хранилище всё ещё защищает ВМ, которой больше нет. Создайте ВМ снова с тем же именем в той же группе ресурсов или остановите её защиту в хранилище. Если ВМ с тех пор уже создали заново, для Azure Backup это другая ВМ, и защиту для неё нужно включить снова.</translation>
    </message>
    <message>
        <source>Azure Backup can back up a VM that is running, stopped, or stopped (deallocated). While it starts or shuts down, wait, then back up again. On Linux with SELinux, exclude /var/lib/waagent from its policy. If the VM has no agent, install it.</source>
        <translation>Резервное копирование возможно, если ВМ работает, остановлена или остановлена (освобождена). Если она запускается или останавливается, подождите и повторите резервное копирование. В Linux с SELinux исключите /var/lib/waagent из политики SELinux. Если в ВМ нет агента, установите его.</translation>
    </message>
    <message>
        <source>Start the Windows service COM+ System Application (COMSysApp), and let the Distributed Transaction Coordinator (MSDTC) run as Network Service. Only if it will not start, reinstall MSDTC.</source>
        <translation>Запустите службу Windows COM+ System Application (COMSysApp) и задайте для Distributed Transaction Coordinator (MSDTC) запуск от имени Network Service. Переустанавливайте MSDTC, только если он не запускается.</translation>
    </message>
    <message>
        <source>First give the VM free disk space, memory and processor time, then restart the services of the writers that are not stable. That can disturb the application: do it at a quiet time.</source>
        <translation>Сначала освободите для ВМ место на диске, память и процессорное время, затем перезапустите службы тех модулей записи VSS, состояние которых нестабильно. Это может помешать приложению: выберите спокойное время.</translation>
    </message>
    <message>
        <source>Restart the Windows service Volume Shadow Copy (VSS). If that does not help, restart the VM at a quiet time.</source>
        <translation>Перезапустите службу Windows Volume Shadow Copy (VSS). Если это не поможет, перезапустите ВМ в спокойное время.</translation>
    </message>
    <message>
        <source>Unlock the drive inside Windows, or turn BitLocker off for the drives of this VM, and back up again.</source>
        <translation>Разблокируйте диск в Windows или отключите BitLocker для дисков этой ВМ и повторите резервное копирование.</translation>
    </message>
    <message>
        <source>Give the folder MachineKeys its original permissions, and remove the certificates issued to Windows Azure CRP Certificate Generator: Azure makes new ones.</source>
        <translation>Верните папке MachineKeys исходные разрешения и удалите сертификаты, выданные для Windows Azure CRP Certificate Generator: Azure создаст новые.</translation>
    </message>
    <message>
        <source>Let every .NET Framework of the VM use strong encryption (registry value SchUseStrongCrypto = 1), so that it speaks TLS 1.2.</source>
        <translation>Включите сильное шифрование для всех версий .NET Framework в ВМ (параметр реестра SchUseStrongCrypto = 1), чтобы они использовали TLS 1.2.</translation>
    </message>
    <message>
        <source>Run vcredist2013_x64 from the folder of the backup extension manually. The service Windows Installer must not be disabled.</source>
        <translation>Запустите вручную vcredist2013_x64 из папки расширения резервного копирования. Служба Windows Installer не должна быть отключена.</translation>
    </message>
    <message>
        <source>Let the snapshot be taken through the Azure host first (registry values SnapshotMethod = firstHostThenGuest and CalculateSnapshotTimeFromHost = True under BcdrAgentPersistentKeys), move the backup to a quieter time, or give the VM a larger size.</source>
        <translation>Настройте, чтобы моментальный снимок сначала делался через узел Azure (параметры реестра SnapshotMethod = firstHostThenGuest и CalculateSnapshotTimeFromHost = True в разделе BcdrAgentPersistentKeys), перенесите резервное копирование на более спокойное время или увеличьте размер ВМ.</translation>
    </message>
    <message>
        <source>Check the file systems with fsck while they are not mounted, and remove double entries from the list of mounts. A mount that cannot be frozen can be left out with MountsToSkip in /etc/azure/vmbackup.conf.</source>
        <translation>Проверьте файловые системы с помощью fsck, пока они не смонтированы, и уберите повторы из списка монтирования. Точку монтирования, которую нельзя заморозить, можно исключить параметром MountsToSkip в /etc/azure/vmbackup.conf.</translation>
    </message>
    <message>
        <source>Make every mount point of the VM accessible, or unmount what no longer answers, such as a share whose server is gone.</source>
        <translation>Сделайте доступными все точки монтирования ВМ или размонтируйте то, что больше не отвечает, например общую папку, сервера которой уже нет.</translation>
    </message>
    <message>
        <source>Start the VM and check that its agent is installed and ready, then back up again.</source>
        <translation>Запустите ВМ, убедитесь, что агент установлен и готов, и повторите резервное копирование.</translation>
    </message>
    <message>
        <source>Azure Backup does not follow a VM that has left Trusted Launch. Keep the VM on Trusted Launch; or stop its protection, keeping the data, and ask Azure support how to protect the changed VM.</source>
        <translation>Azure Backup не поддерживает ВМ, которую перевели с доверенного запуска (Trusted Launch) на обычный режим. Оставьте ВМ на доверенном запуске либо остановите её защиту с сохранением данных и узнайте в поддержке Azure, как защитить изменённую ВМ.</translation>
    </message>
    <message>
        <source>Delete snapshots of the disks that nobody needs, never the disks themselves. Where the storage account keeps deleted blobs, shorten that time. Where Site Recovery replicates the VM, let the two not run at the same hour.</source>
        <translation>Удалите ненужные моментальные снимки дисков, но ни в коем случае не сами диски. Если учётная запись хранения сохраняет удалённые BLOB-объекты, сократите срок их хранения. Если ВМ реплицирует Site Recovery, разнесите репликацию и резервное копирование по времени.</translation>
    </message>
    <message>
        <source>The transfer between storage and vault was too slow, mostly for a short while: run the job again. If it happens often, move the backup to a quieter time and spread the VMs over several policies; if it does not end, contact Azure support.</source>
        <translation>Передача данных между службой хранилища Azure и хранилищем Служб восстановления шла слишком медленно; обычно это ненадолго: запустите задание ещё раз. Если так бывает часто, перенесите резервное копирование на более спокойное время и распределите ВМ по нескольким политикам; если это не прекращается, обратитесь в поддержку Azure.</translation>
    </message>
    <message>
        <source>This concerns unmanaged premium disks only. Make room in their storage account: the copy of the snapshot needs as much space as the disks. Better, convert the disks to managed disks.</source>
        <translation>Это касается только неуправляемых дисков Premium. Освободите место в их учётной записи хранения: копии моментального снимка нужно столько же места, сколько дискам. А лучше преобразуйте диски в управляемые.</translation>
    </message>
    <message>
        <source>An Azure Policy, mostly one that demands tags, refuses the resource group of the restore points. Give it the effect Modify instead of Deny, exempt that group, or create the group manually under the name that Azure Backup expects.</source>
        <translation>Политика Azure (Azure Policy)&#xa0;— чаще всего та, что требует теги,&#xa0;— не даёт создать группу ресурсов для точек восстановления. Смените её эффект с Deny на Modify, сделайте исключение для этой группы или создайте группу вручную с именем, которого ждёт Azure Backup.</translation>
    </message>
    <message>
        <source>Contact Azure support: backups that stopped after a change from the Standard to the Enhanced policy are put right inside the service, not in the VM. Tell them this code, the vault, and when the policy was changed.</source>
        <translation>Обратитесь в поддержку Azure: если резервное копирование прекратилось после перехода со стандартной политики (Standard) на расширенную (Enhanced), это исправляют внутри службы, а не в ВМ. Сообщите этот код, хранилище и время смены политики.</translation>
    </message>
    <message>
        <source>Restart the Windows service COM+ System Application (COMSysApp). If that does not help, restart the VM at a quiet time.</source>
        <translation>Перезапустите службу Windows COM+ System Application (COMSysApp). Если это не поможет, перезапустите ВМ в спокойное время.</translation>
    </message>
    <message>
        <source>Exclude the disk from the backup, which the Enhanced policy can do, and protect its data in another way.</source>
        <translation>Исключите диск из резервного копирования&#xa0;— это позволяет расширенная политика (Enhanced)&#xa0;— и защитите его данные другим способом.</translation>
    </message>
    <message>
        <source>This code stands for several faults. Paste the whole message: it shows which one it is.</source>
        <translation>За этим кодом стоят разные неисправности. Вставьте сообщение целиком: по нему видно, какая из них.</translation>
    </message>
    <message>
        <source>Install the Visual C++ Redistributable for Visual Studio 2012 in the VM. If it is there already, restart the VM.</source>
        <translation>Установите в ВМ Visual C++ Redistributable for Visual Studio 2012. Если он уже установлен, перезапустите ВМ.</translation>
    </message>
    <message>
        <source>Delete restore points of this VM that nobody needs: those that other tools have made count as well.</source>
        <translation>Удалите ненужные точки восстановления этой ВМ: созданные другими средствами тоже идут в счёт.</translation>
    </message>
    <message>
        <source>Another restore point of this VM is being created. Wait until it is done, then back up again.</source>
        <translation>Создаётся другая точка восстановления этой ВМ. Дождитесь окончания и повторите резервное копирование.</translation>
    </message>
    <message>
        <source>The VM was changed during the snapshot, for example a disk was attached or detached. Let the change end, then back up again; keep changes out of the hour of the backup.</source>
        <translation>Во время моментального снимка ВМ изменили: например, подключили или отсоединили диск. Дождитесь, пока изменение завершится, и повторите резервное копирование; не меняйте ВМ в часы резервного копирования.</translation>
    </message>
    <message>
        <source>The key vault of the disk encryption set is gone. Bring it back under the same name: its keys encrypt the restore points too.</source>
        <translation>Хранилища ключей, которое указано в наборе шифрования дисков, больше нет. Верните его с тем же именем: его ключами зашифрованы и точки восстановления.</translation>
    </message>
    <message>
        <source>Somebody still has access to a restore point of a disk, so it cannot be deleted. End the shared access of the disk restore points; the next backup then cleans up.</source>
        <translation>У кого-то ещё есть доступ к точке восстановления диска, поэтому её нельзя удалить. Отзовите общий доступ (SAS) к точкам восстановления дисков; следующее резервное копирование тогда выполнит очистку.</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Same as the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Контрастная</translation>
    </message>
    <message>
        <source>Backup Doctor for Azure VMs</source>
        <translation>Backup Doctor для ВМ Azure</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Вход не выполнен</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Вход выполнен</translation>
    </message>
    <message>
        <source>{tenant} · {cloud}</source>
        <translation>{tenant} · {cloud}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Цветовая тема</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Another tenant</source>
        <translation>Другой клиент Entra</translation>
    </message>
    <message>
        <source>{tenant} ({domain})</source>
        <translation>{tenant} ({domain})</translation>
    </message>
    <message>
        <source>Help for this page</source>
        <translation>Справка по этой странице</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Открыть папку журнала</translation>
    </message>
    <message>
        <source>Support bundle…</source>
        <translation>Пакет для поддержки…</translation>
    </message>
    <message>
        <source>About Backup Doctor</source>
        <translation>О программе Backup Doctor</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>It exists on {os} only.</source>
        <translation>Встречается только в&#xa0;{os}.</translation>
    </message>
    <message>
        <source>What is checked, and why it matters</source>
        <translation>Что проверяется и почему это важно</translation>
    </message>
    <message>
        <source>What Backup Doctor can repair</source>
        <translation>Что может исправить Backup Doctor</translation>
    </message>
    <message>
        <source>Each repair shows its whole plan first, and sends nothing before you confirm it.</source>
        <translation>Каждое исправление сначала показывает весь план и ничего не отправляет, пока вы его не подтвердите.</translation>
    </message>
    <message>
        <source>Risk: {risk}. Permissions it may need: {permissions}</source>
        <translation>Риск: {risk}. Разрешения, которые могут понадобиться: {permissions}</translation>
    </message>
    <message>
        <source>What you can do manually</source>
        <translation>Что можно сделать вручную</translation>
    </message>
    <message>
        <source>In the commands, {vm} in the resource group {group} is an example: put your VM in its place.</source>
        <translation>ВМ {vm} и группа ресурсов {group} в командах приведены для примера: подставьте свои.</translation>
    </message>
    <message>
        <source>Error codes it can be behind</source>
        <translation>Коды ошибок, за которыми она может стоять</translation>
    </message>
    <message>
        <source>This code has more than one meaning; Azure&apos;s own message shows which.</source>
        <translation>У этого кода несколько значений; какое из них верно, видно по сообщению самой службы Azure Backup.</translation>
    </message>
    <message>
        <source>Azure Backup says: “{message}”</source>
        <translation>Сообщение Azure Backup: «{message}»</translation>
    </message>
    <message>
        <source>What to do in any case</source>
        <translation>Что делать в любом случае</translation>
    </message>
    <message>
        <source>Causes, in the order in which they are checked</source>
        <translation>Причины в порядке проверки</translation>
    </message>
    <message>
        <source>No cause of this code can be checked from outside, so there is nothing to look at.</source>
        <translation>Ни одну причину этого кода нельзя проверить снаружи, поэтому проверять здесь нечего.</translation>
    </message>
    <message>
        <source>The steps</source>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>What a check can say</source>
        <translation>Что означают результаты проверок</translation>
    </message>
    <message>
        <source>What a cause and the summary can say</source>
        <translation>Что означают выводы о причинах и итог</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Подтверждения</translation>
    </message>
    <message>
        <source>Repairs and their risks</source>
        <translation>Исправления и их риски</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Разрешения</translation>
    </message>
    <message>
        <source>What is kept, and what leaves this computer</source>
        <translation>Что хранится и что покидает этот компьютер</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Клавиатура</translation>
    </message>
    <message>
        <source>Backup Doctor finds out why the backup of an Azure VM failed. It only reads, until you allow repairs.</source>
        <translation>Backup Doctor выясняет, почему не удалось резервное копирование ВМ Azure. Пока вы не разрешите исправления, программа только читает.</translation>
    </message>
    <message>
        <source>1. Sign in</source>
        <translation>1. Вход</translation>
    </message>
    <message>
        <source>Choose tenant and cloud first, then how you sign in. Where nothing answers, the connection test shows which hop on the way to Azure fails. The demo tenant needs no account: its VMs are made up and run on this computer.</source>
        <translation>Сначала выберите клиент Entra и облако, затем способ входа. Если ответа нет, проверка подключения покажет, на каком участке пути к Azure происходит сбой. Для демонстрационной среды учётная запись не нужна: её ВМ вымышленные и работают на этом компьютере.</translation>
    </message>
    <message>
        <source>2. Virtual machine</source>
        <translation>2. Виртуальная машина</translation>
    </message>
    <message>
        <source>Pick the VM. You can filter by any column, and paste a resource id or an address of the portal.</source>
        <translation>Выберите ВМ. Список можно отфильтровать по любому столбцу; можно и вставить идентификатор ресурса или адрес с портала.</translation>
    </message>
    <message>
        <source>3. Symptom</source>
        <translation>3. Симптом</translation>
    </message>
    <message>
        <source>The error code of the last failed backup is chosen already. You can choose another one, paste an error message, or go without a code, which looks at every cause. Looking inside the VM runs a script there that only reads; it is off unless you choose it.</source>
        <translation>Код ошибки последнего резервного копирования со сбоем уже выбран. Можно выбрать другой код, вставить сообщение об ошибке или продолжить без кода: тогда проверяются все причины. Для проверки внутри ВМ в ней запускается скрипт, который только читает; пока вы её не выберете, она отключена.</translation>
    </message>
    <message>
        <source>4. Causes</source>
        <translation>4. Причины</translation>
    </message>
    <message>
        <source>All causes are checked at once. Each has a page with its checks, repairs and manual steps.</source>
        <translation>Все причины проверяются одновременно. У каждой есть страница с проверками, исправлениями и ручными шагами.</translation>
    </message>
    <message>
        <source>5. Back up again</source>
        <translation>5. Повторить резервное копирование</translation>
    </message>
    <message>
        <source>Only a backup that completes proves that backups work again. You can start and watch one here.</source>
        <translation>Только удавшееся резервное копирование доказывает, что всё снова работает. Здесь его можно запустить и следить за его ходом.</translation>
    </message>
    <message>
        <source>6. Summary</source>
        <translation>6. Итог</translation>
    </message>
    <message>
        <source>What was found, what to do next, what could not be checked, and the report as PDF, JSON or text.</source>
        <translation>Что найдено, что делать дальше, что не удалось проверить, а также отчёт в формате PDF, JSON или в виде текста.</translation>
    </message>
    <message>
        <source>The check was made, and all is well.</source>
        <translation>Проверка выполнена, всё в порядке.</translation>
    </message>
    <message>
        <source>Something is not right, but it does not prove that this made the backup fail.</source>
        <translation>Что-то не так, но это не доказывает, что резервное копирование не удалось именно поэтому.</translation>
    </message>
    <message>
        <source>The fault itself has been seen.</source>
        <translation>Обнаружена сама неисправность.</translation>
    </message>
    <message>
        <source>The check does not apply to this VM, or looking inside it was not chosen.</source>
        <translation>К этой ВМ вопрос не относится, или проверка внутри ВМ не выбрана.</translation>
    </message>
    <message>
        <source>The check could not be made: a permission is missing, or Azure did not answer. The row says which. This does not mean that all is well.</source>
        <translation>Проверить не удалось: не хватает разрешения или ответ от Azure не пришёл. Что именно, сказано в строке проверки. Это не значит, что всё в порядке.</translation>
    </message>
    <message>
        <source>A check of this cause failed.</source>
        <translation>Проверка этой причины показала сбой.</translation>
    </message>
    <message>
        <source>No check failed, but at least one gave a warning.</source>
        <translation>Сбоев нет, но хотя бы одна проверка дала предупреждение.</translation>
    </message>
    <message>
        <source>Nothing points to it, but at least one check could not be made.</source>
        <translation>На эту причину ничто не указывает, но хотя бы одну проверку выполнить не удалось.</translation>
    </message>
    <message>
        <source>Requests go to Azure and to the sign-in service. If you switch the check for newer versions on, one more, with nothing about you, goes to the address of that check. Nothing is reported to anybody.</source>
        <translation>Запросы отправляются в Azure и в службу входа. Если вы включите проверку новых версий, ещё один запрос, без каких-либо сведений о вас, отправляется по адресу этой проверки. Никому ничего не сообщается.</translation>
    </message>
    <message>
        <source>Every check that was asked for could be made, and nothing is wrong.</source>
        <translation>Всё, что запрашивалось, проверить удалось, и всё в порядке.</translation>
    </message>
    <message>
        <source>Only one cause was found, with what it causes in turn, or none was found, and everything could be checked.</source>
        <translation>Найдена только одна причина и то, что она за собой влечёт, либо не найдено ни одной, и при этом всё удалось проверить.</translation>
    </message>
    <message>
        <source>There is one doubt: the cause is only suspected, another one was found beside it, or something could not be checked.</source>
        <translation>Есть одно сомнение: причина только под подозрением, рядом с ней есть другая или что-то осталось непроверенным.</translation>
    </message>
    <message>
        <source>There is more than one doubt.</source>
        <translation>Сомнений больше одного.</translation>
    </message>
    <message>
        <source>The root cause is the first confirmed cause, in the order documented for the error code, that is not itself the result of another confirmed cause. If none is confirmed, the same applies to the suspected ones.</source>
        <translation>Основная причина&#xa0;— первая из подтверждённых причин, которую не влечёт за собой другая подтверждённая причина; порядок причин для кода ошибки взят из документации. Если подтверждённых причин нет, то же относится к причинам под подозрением.</translation>
    </message>
    <message>
        <source>The root cause</source>
        <translation>Основная причина</translation>
    </message>
    <message>
        <source>A finding shows the request that was sent, Azure&apos;s id of it, when Azure answered, where in the answer the deciding value stands, and the value, as Azure spells it. Microsoft&apos;s support can find the request by its id.</source>
        <translation>Для результата показаны отправленный запрос, его идентификатор в Azure, время ответа Azure, место решающего значения в ответе и само значение в том виде, в каком его приводит Azure. По идентификатору запрос может найти поддержка Microsoft.</translation>
    </message>
    <message>
        <source>The checks need the actions below. Azure&apos;s role Reader includes those that end in “/read”. What is missing is named in the row of the check that could not be made; the other checks are made anyway.</source>
        <translation>Для проверки нужны перечисленные ниже действия. Те, что заканчиваются на «/read», входят в роль Azure «Читатель» (Reader). Чего не хватает, сказано в строке той проверки, которую не удалось выполнить; остальные проверки всё равно выполняются.</translation>
    </message>
    <message>
        <source>“Show the whole answer” shows all of it. Answers are kept in memory only, without the headers, up to a limit; none is written to the disk unless you save it. A diagnosis that was read from a file has no whole answers.</source>
        <translation>Кнопка «Показать ответ целиком» открывает его полностью. Ответы хранятся только в памяти, без заголовков и в ограниченном объёме; на диск ответ записывается, только если вы сами его сохраните. В диагностике, прочитанной из файла, ответов целиком нет.</translation>
    </message>
    <message>
        <source>Every check was skipped. Where only a look inside the VM was missing, it says “Not checked”: it may still be the cause.</source>
        <translation>Все проверки пропущены. Если не хватало только проверки внутри ВМ, указано «Не проверялась»: причина вполне может быть в этом.</translation>
    </message>
    <message>
        <source>“Check it manually” gives the same request as a line for the Azure CLI and for PowerShell.</source>
        <translation>Кнопка «Проверить вручную» показывает тот же запрос в виде строки для Azure CLI и для PowerShell.</translation>
    </message>
    <message>
        <source>Nothing stops working, and it can be undone.</source>
        <translation>Работа не прерывается, и изменение можно отменить.</translation>
    </message>
    <message>
        <source>The VM or something on it is interrupted, or goes without a protection for a while.</source>
        <translation>Прерывается работа ВМ или чего-то на ней, либо на время снимается какая-то защита.</translation>
    </message>
    <message>
        <source>Something is lost for good. You type the name of the VM before it can be carried out.</source>
        <translation>Что-то теряется безвозвратно. Прежде чем выполнить такое исправление, нужно ввести имя ВМ.</translation>
    </message>
    <message>
        <source>Nothing is changed while “Read-only” is shown above the pages. Even when repairs are allowed, each one first shows its plan: the exact requests, the permissions, what is interrupted, what is lost, and how it can be undone.</source>
        <translation>Пока над страницами стоит «Только чтение», ничего не меняется. Если исправления разрешены, каждое всё равно сначала показывает план: точные запросы, нужные разрешения, что прервётся, что будет потеряно и как это отменить.</translation>
    </message>
    <message>
        <source>Every step is written into a journal on this computer before it is sent. What was begun and is unfinished is shown above the pages, even after a crash, and can be finished or undone there.</source>
        <translation>Каждый шаг записывается в журнал изменений на этом компьютере ещё до отправки. Всё начатое и незавершённое показано над страницами, в том числе после аварийного завершения программы; там же можно довести его до конца или отменить.</translation>
    </message>
    <message>
        <source>Looking inside the VM</source>
        <translation>Проверка внутри ВМ</translation>
    </message>
    <message>
        <source>Azure knows no smaller permission for this than to run any script in the VM.</source>
        <translation>Меньшего разрешения, чем запуск любого скрипта в ВМ, для этого в Azure нет.</translation>
    </message>
    <message>
        <source>Repairs</source>
        <translation>Исправления</translation>
    </message>
    <message>
        <source>Which permissions a repair needs, and where, its plan says. The command line writes a custom role for you.</source>
        <translation>Какие из перечисленных ниже разрешений нужны исправлению и в какой области, показывает его план. Настраиваемую роль для вас составит командная строка программы.</translation>
    </message>
    <message>
        <source>On this computer there are: your settings, a log without secrets, the journal of changes, the history of your diagnoses unless you switch it off, and what you save yourself. Accounts are remembered only if you choose so, in the password store of the system; where there is none, they are not.</source>
        <translation>На этом компьютере хранятся: ваши настройки, журнал программы без секретов, журнал изменений, история диагностик, если вы её не отключили, и то, что вы сохраняете сами. Учётные записи запоминаются, только если вы это выбрали, и только в хранилище паролей системы; если его нет, они не запоминаются.</translation>
    </message>
    <message>
        <source>Diagnoses of the history can be opened again, printed, deleted, and two of the same VM compared: what was found then, and what later. They hold no whole answers.</source>
        <translation>Диагностику из истории можно снова открыть, напечатать или удалить, а две диагностики одной ВМ&#xa0;— сравнить: что было найдено тогда и что позже. Ответов целиком в них нет.</translation>
    </message>
    <message>
        <source>A report can go out with its names masked: the same name has the same mask everywhere in it. The support bundle is a file that you can read before it is saved, and that you send yourself, or not at all.</source>
        <translation>В отчёте можно скрыть имена: одно и то же имя во всём отчёте заменяется одинаково. Пакет для поддержки&#xa0;— это файл, который можно просмотреть до сохранения; отправлять его или нет, решаете вы.</translation>
    </message>
    <message>
        <source>To the next and the previous control.</source>
        <translation>К следующему и предыдущему элементу управления.</translation>
    </message>
    <message>
        <source>With an underlined letter: presses the button that has it.</source>
        <translation>С подчёркнутой буквой: нажимает кнопку с этой буквой.</translation>
    </message>
    <message>
        <source>Presses the button that has the keyboard, else the one that leads on.</source>
        <translation>Нажимает кнопку, на которой стоит фокус, а если его нет ни на одной, то ту, что ведёт дальше.</translation>
    </message>
    <message>
        <source>Gives up what is being waited for; closes a dialog.</source>
        <translation>Прекращает ожидание; закрывает диалоговое окно.</translation>
    </message>
    <message>
        <source>To the step before.</source>
        <translation>К предыдущему шагу.</translation>
    </message>
    <message>
        <source>In the list of steps: to the neighbouring step that can be entered.</source>
        <translation>В списке шагов: к соседнему доступному шагу.</translation>
    </message>
    <message>
        <source>Scrolls the page.</source>
        <translation>Прокручивает страницу.</translation>
    </message>
    <message>
        <source>The history of diagnoses.</source>
        <translation>История диагностик.</translation>
    </message>
    <message>
        <source>The settings.</source>
        <translation>Настройки.</translation>
    </message>
    <message>
        <source>Help about what is on screen.</source>
        <translation>Справка о том, что показано на экране.</translation>
    </message>
    <message>
        <source>In a field for a secret: shows what was typed, and hides it again.</source>
        <translation>В поле для секрета: показывает введённое и снова скрывает.</translation>
    </message>
    <message>
        <source>In the list of VMs: the columns to sort it by.</source>
        <translation>В списке виртуальных машин: столбцы, по которым его можно упорядочить.</translation>
    </message>
    <message>
        <source>In the help, in an answer and in the support bundle: find.</source>
        <translation>Поиск в справке, в ответе и в пакете для поддержки.</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>In general</source>
        <translation>Общее</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Причины</translation>
    </message>
    <message>
        <source>Error codes</source>
        <translation>Коды ошибок</translation>
    </message>
    <message>
        <source>Copy the address of Microsoft&apos;s article</source>
        <translation>Скопировать адрес статьи Microsoft</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>Поиск в справке</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Страницы</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Назад</translation>
    </message>
    <message>
        <source>&amp;Open in browser</source>
        <translation>&amp;Открыть в браузере</translation>
    </message>
    <message>
        <source>Opening the help…</source>
        <translation>Открывается справка…</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) found</source>
        <translation>
            <numerusform>Найдена %n&#xa0;страница</numerusform>
            <numerusform>Найдены %n&#xa0;страницы</numerusform>
            <numerusform>Найдено %n&#xa0;страниц</numerusform>
        </translation>
    </message>
    <message>
        <source>Microsoft&apos;s article on it: {address}</source>
        <translation>Статья Microsoft об этом: {address}</translation>
    </message>
</context>
<context>
    <name>Herald</name>
    <message>
        <source>All checks are done. {result}</source>
        <translation>Все проверки завершены. {result}</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>This file is not a saved diagnosis.</source>
        <translation>Это не файл сохранённой диагностики.</translation>
    </message>
    <message>
        <source>A newer version of Backup Doctor has written this file (version {found}; this one reads up to {known}).</source>
        <translation>Этот файл записан более новой версией Backup Doctor (версия файла&#xa0;— {found}, а эта программа читает файлы версии не выше {known}).</translation>
    </message>
    <message>
        <source>This file is damaged: it does not say which version it is.</source>
        <translation>Файл повреждён: в нём не указана его версия.</translation>
    </message>
    <message>
        <source>This diagnosis cannot be read: {reason}.</source>
        <translation>Не удалось прочитать эту диагностику: {reason}.</translation>
    </message>
    <message>
        <source>This file is too large to be a saved diagnosis.</source>
        <translation>Файл слишком велик для сохранённой диагностики.</translation>
    </message>
    <message numerus="yes">
        <source>%n kept diagnosis(es) could not be deleted: {reason}. They are in {folder}.</source>
        <translation>
            <numerusform>Не удалось удалить %n&#xa0;сохранённую диагностику: {reason}. Папка: {folder}.</numerusform>
            <numerusform>Не удалось удалить %n&#xa0;сохранённые диагностики: {reason}. Папка: {folder}.</numerusform>
            <numerusform>Не удалось удалить %n&#xa0;сохранённых диагностик: {reason}. Папка: {folder}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to fix</source>
        <translation>Исправлять нечего</translation>
    </message>
    <message>
        <source>Not fixed</source>
        <translation>Не исправлено</translation>
    </message>
    <message>
        <source>Put right, not backed up since</source>
        <translation>Устранено, новой копии ещё нет</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>Исправлено</translation>
    </message>
    <message>
        <source>No cause found, but not everything could be checked</source>
        <translation>Причина не найдена, но проверить удалось не всё</translation>
    </message>
    <message>
        <source>No cause found</source>
        <translation>Причина не найдена</translation>
    </message>
    <message>
        <source>Without an error code</source>
        <translation>Без кода ошибки</translation>
    </message>
    <message>
        <source>{verdict} · {fixed}</source>
        <extracomment>a verdict, and whether the cause was put right</extracomment>
        <translation>{verdict} · {fixed}</translation>
    </message>
    <message>
        <source>{name}, {when}. Cannot be read: {reason}</source>
        <translation>{name}, {when}. Файл не читается: {reason}</translation>
    </message>
    <message>
        <source>{vm}, {when} ({utc}). {code}. {cause}. {state}. Resource group {group}.</source>
        <translation>{vm}, {when} ({utc}). {code}. {cause}. {state}. Группа ресурсов {group}.</translation>
    </message>
    <message>
        <source>{vm} of the demo tenant, {when} ({utc}). {code}. {cause}. {state}. Resource group {group}.</source>
        <translation>{vm} (демонстрационная среда), {when} ({utc}). {code}. {cause}. {state}. Группа ресурсов {group}.</translation>
    </message>
    <message>
        <source>It stays in the folder until you delete it.</source>
        <translation>Файл остаётся в папке, пока вы его не удалите.</translation>
    </message>
    <message>
        <source>{vm} (demo tenant)</source>
        <translation>{vm} (демонстрационная среда)</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>All diagnoses</source>
        <translation>Все диагностики</translation>
    </message>
    <message>
        <source>With a cause</source>
        <translation>С найденной причиной</translation>
    </message>
    <message>
        <source>Not fixed</source>
        <translation>Не исправлено</translation>
    </message>
    <message>
        <source>Put right or fixed</source>
        <translation>Устранено или исправлено</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Не читаются</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>От&amp;крыть</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>Открыть &amp;папку</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>Настро&amp;йки…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Удалить…</translation>
    </message>
    <message>
        <source>Delete a&amp;ll…</source>
        <translation>Удалить &amp;все…</translation>
    </message>
    <message>
        <source>Kept diagnoses, newest first</source>
        <translation>Сохранённые диагностики, сначала новые</translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) on this computer. New ones are not kept: that is switched off.</source>
        <translation>
            <numerusform>%n&#xa0;диагностика на этом компьютере. Новые не сохраняются: сохранение отключено.</numerusform>
            <numerusform>%n&#xa0;диагностики на этом компьютере. Новые не сохраняются: сохранение отключено.</numerusform>
            <numerusform>%n&#xa0;диагностик на этом компьютере. Новые не сохраняются: сохранение отключено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) on this computer, of at most {most}. Nothing of it leaves this computer.</source>
        <translation>
            <numerusform>%n&#xa0;диагностика на этом компьютере, предел&#xa0;— {most}. История с компьютера никуда не передаётся.</numerusform>
            <numerusform>%n&#xa0;диагностики на этом компьютере, предел&#xa0;— {most}. История с компьютера никуда не передаётся.</numerusform>
            <numerusform>%n&#xa0;диагностик на этом компьютере, предел&#xa0;— {most}. История с компьютера никуда не передаётся.</numerusform>
        </translation>
    </message>
    <message>
        <source>VM, error code, cause, date…</source>
        <translation>Машина, код ошибки, причина, дата…</translation>
    </message>
    <message>
        <source>Filter the diagnoses</source>
        <translation>Фильтр диагностик</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Сбросить фильтр</translation>
    </message>
    <message>
        <source>Which diagnoses are shown</source>
        <translation>Какие диагностики показаны</translation>
    </message>
    <message>
        <source>&amp;Finish or undo…</source>
        <translation>&amp;Завершить или вернуть как было…</translation>
    </message>
    <message>
        <source>{remedy}: {vm}, begun {when}</source>
        <translation>{remedy}: {vm}, начато {when}</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>И ещё %n.</numerusform>
            <numerusform>И ещё %n.</numerusform>
            <numerusform>И ещё %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are unfinished: begun, and neither completed nor undone</source>
        <translation>
            <numerusform>%n&#xa0;изменение не завершено: оно начато, но не доведено до конца и не отменено</numerusform>
            <numerusform>%n&#xa0;изменения не завершены: они начаты, но не доведены до конца и не отменены</numerusform>
            <numerusform>%n&#xa0;изменений не завершено: они начаты, но не доведены до конца и не отменены</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Compare these two</source>
        <translation>С&amp;равнить эти две</translation>
    </message>
    <message>
        <source>&amp;Compare with the one before</source>
        <translation>С&amp;равнить с предыдущей</translation>
    </message>
    <message>
        <source>Only two diagnoses of the same VM can be compared.</source>
        <translation>Сравнить можно только две диагностики одной и той же ВМ.</translation>
    </message>
    <message>
        <source>There is no earlier diagnosis of this VM. Or select two of the same VM.</source>
        <translation>Более ранней диагностики этой ВМ нет. Можно также выбрать две диагностики одной и той же ВМ.</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n kept diagnosis(es)?</source>
        <translation>
            <numerusform>Удалить %n&#xa0;сохранённую диагностику?</numerusform>
            <numerusform>Удалить %n&#xa0;сохранённые диагностики?</numerusform>
            <numerusform>Удалить %n&#xa0;сохранённых диагностик?</numerusform>
        </translation>
    </message>
    <message>
        <source>What is deleted from this computer cannot be brought back. Nothing changes in Azure.</source>
        <translation>Удаление с этого компьютера необратимо. В Azure ничего не меняется.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Удалить</translation>
    </message>
    <message>
        <source>Every kept diagnosis is deleted from this computer, also those that cannot be read. Nothing changes in Azure.</source>
        <translation>С этого компьютера удаляются все сохранённые диагностики, в том числе те, что не читаются. В Azure ничего не меняется.</translation>
    </message>
    <message>
        <source>Unfinished changes stay: they are kept in the journal of changes. Reports you have saved elsewhere stay, too.</source>
        <translation>Незавершённые изменения остаются: они записаны в журнале изменений. Остаются и отчёты, которые вы сохранили в других местах.</translation>
    </message>
    <message>
        <source>Delete the whole history?</source>
        <translation>Удалить всю историю?</translation>
    </message>
    <message>
        <source>&amp;Delete all</source>
        <translation>&amp;Удалить все</translation>
    </message>
    <message>
        <source>The newest ones appear first.</source>
        <translation>Сначала появятся самые новые.</translation>
    </message>
    <message>
        <source>Reading the kept diagnoses…</source>
        <translation>Загружаются сохранённые диагностики…</translation>
    </message>
    <message>
        <source>Every diagnosis is kept here as soon as it is finished, on this computer only. You can open it again, compare and print it.</source>
        <translation>Каждая диагностика сохраняется здесь сразу после завершения, только на этом компьютере. Её можно снова открыть, сравнить с другой и напечатать.</translation>
    </message>
    <message>
        <source>Keeping finished diagnoses is switched off in the settings.</source>
        <translation>Сохранение завершённых диагностик отключено в настройках.</translation>
    </message>
    <message>
        <source>No diagnosis is kept yet</source>
        <translation>Сохранённых диагностик пока нет</translation>
    </message>
    <message>
        <source>No diagnosis matches “{text}”</source>
        <translation>По запросу «{text}» ничего не найдено</translation>
    </message>
    <message>
        <source>No diagnosis matches</source>
        <translation>Подходящих диагностик нет</translation>
    </message>
    <message>
        <source>The VM, its resource group, the time, the error code and the cause are searched for every word.</source>
        <translation>Каждое слово ищется в имени ВМ, её группе ресурсов, времени, коде ошибки и причине.</translation>
    </message>
    <message>
        <source>Show all diagnoses</source>
        <translation>Показать все диагностики</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Настройки…</translation>
    </message>
</context>
<context>
    <name>HopRow</name>
    <message>
        <source>Copy the certificates</source>
        <translation>Скопировать сертификаты</translation>
    </message>
    <message>
        <source>{step}: {status}. {seen}</source>
        <translation>{step}: {status}. {seen}</translation>
    </message>
    <message>
        <source>Not checked: stopped.</source>
        <translation>Не проверено: остановлено.</translation>
    </message>
    <message>
        <source>Hide the certificates</source>
        <translation>Скрыть сертификаты</translation>
    </message>
    <message>
        <source>Show the certificates that were met</source>
        <translation>Показать полученные сертификаты</translation>
    </message>
    <message>
        <source>{status}, {ms} ms</source>
        <translation>{status}, {ms}&#xa0;мс</translation>
    </message>
</context>
<context>
    <name>HostRepair</name>
    <message>
        <source>Allow 168.63.129.16 on TCP 80 and 32526 in the guest&apos;s own firewall</source>
        <translation>Разрешить 168.63.129.16 по TCP&#xa0;80 и 32526 в брандмауэре самой гостевой системы</translation>
    </message>
    <message>
        <source>Rules that block this address by name are switched off. Rules that come from a group policy stay as they are.</source>
        <translation>Правила, в которых этот адрес заблокирован явно, отключаются. Правила из групповой политики остаются как есть.</translation>
    </message>
    <message>
        <source>Only root is let through. The agent&apos;s own rules on this address are left alone.</source>
        <translation>Доступ получает только root. Собственные правила агента для этого адреса не меняются.</translation>
    </message>
    <message>
        <source>The rule is gone when the firewall is reloaded or the VM restarts. Add it to the firewall&apos;s own configuration as well.</source>
        <translation>Правило исчезнет, когда брандмауэр перечитает настройки или ВМ перезапустится. Добавьте его и в конфигурацию самого брандмауэра.</translation>
    </message>
    <message>
        <source>There is nothing to change on Linux: its agent never uses a proxy for the Azure host.</source>
        <translation>В Linux менять нечего: агент там никогда не обращается к узлу Azure через прокси-сервер.</translation>
    </message>
    <message>
        <source>Let 168.63.129.16 bypass the proxies of WinHTTP and of the account SYSTEM</source>
        <translation>Обращаться к 168.63.129.16 в обход прокси-серверов WinHTTP и учётной записи SYSTEM</translation>
    </message>
    <message>
        <source>A proxy that is set in the machine.config of .NET stays as it is; change that file manually.</source>
        <translation>Прокси-сервер, заданный в файле machine.config платформы .NET, остаётся как есть; измените этот файл вручную.</translation>
    </message>
</context>
<context>
    <name>InsideCard</name>
    <message>
        <source>&amp;Look inside the VM</source>
        <translation>Проверить и вн&amp;утри ВМ</translation>
    </message>
    <message>
        <source>One script that only reads is run in the guest through Run Command: services, network, VSS. It needs a ready agent, half a minute and the permission {permission}.</source>
        <translation>В гостевой системе через «Выполнение команды» (Run Command) запускается один скрипт, который только читает: службы, сеть, VSS. Нужны готовый агент, полминуты и разрешение {permission}.</translation>
    </message>
    <message>
        <source>&amp;Read the script…</source>
        <translation>Показать скри&amp;пт…</translation>
    </message>
    <message>
        <source>Copy the script</source>
        <translation>Скопировать скрипт</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Скопировать всё</translation>
    </message>
    <message>
        <source>What would be run inside the VM</source>
        <translation>Что запускается внутри ВМ</translation>
    </message>
</context>
<context>
    <name>InsideRepair</name>
    <message>
        <source>None. The VM keeps running.</source>
        <translation>Нет. ВМ продолжает работать.</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Ничего.</translation>
    </message>
    <message>
        <source>None for the VM. Its agent is away for a minute or two, and no extension can start meanwhile.</source>
        <translation>Для ВМ&#xa0;— нет. Её агент будет недоступен минуту-две, и ни одно расширение в это время не запустится.</translation>
    </message>
    <message>
        <source>This program can undo it: a second script restores what the first one found.</source>
        <translation>Программа может это отменить: второй скрипт вернёт то, что было до первого.</translation>
    </message>
    <message>
        <source>Not needed.</source>
        <translation>Не требуется.</translation>
    </message>
    <message>
        <source>The look inside found nothing that this would change.</source>
        <translation>Проверка внутри ВМ не нашла ничего, что это исправление изменило бы.</translation>
    </message>
    <message>
        <source>Extensions are switched off for this VM, and with them Run Command. Allow them first.</source>
        <translation>Расширения для этой ВМ отключены, а с ними и «Выполнение команды» (Run Command). Сначала разрешите их.</translation>
    </message>
    <message>
        <source>The agent runs no extensions, and Run Command is one. Switch extensions on manually, from the serial console or by SSH.</source>
        <translation>Агент не запускает расширения, а «Выполнение команды» (Run Command)&#xa0;— тоже расширение. Включите расширения вручную, через последовательную консоль или по SSH.</translation>
    </message>
    <message>
        <source>Run Command hands out little at a time, so each file holds the last 10 to 30 KB of its log only.</source>
        <translation>«Выполнение команды» (Run Command) за один раз возвращает немного данных, поэтому в каждом файле только последние 10–30&#xa0;КБ журнала.</translation>
    </message>
    <message>
        <source>Keys, certificates and encrypted settings stay in the VM. Names, addresses and error messages do not.</source>
        <translation>Ключи, сертификаты и зашифрованные параметры не покидают ВМ. Имена, адреса и сообщения об ошибках её покидают.</translation>
    </message>
</context>
<context>
    <name>Job</name>
    <message>
        <source>Another backup of the VM is still running</source>
        <translation>Ещё выполняется другое резервное копирование этой ВМ</translation>
    </message>
    <message>
        <source>Azure Backup makes one backup of a VM at a time. While a job runs, it refuses every other one, on demand or by schedule. After protection has moved to another vault, a job of the old vault may still be at work.</source>
        <translation>Azure Backup выполняет для ВМ только одно резервное копирование за раз. Пока задание идёт, все остальные отклоняются&#xa0;— и по запросу, и по расписанию. Если защиту перенесли в другое хранилище, в старом задание может ещё выполняться.</translation>
    </message>
    <message>
        <source>The vault is not busy with another backup of this VM</source>
        <translation>Хранилище не занято другим резервным копированием этой ВМ</translation>
    </message>
    <message>
        <source>A backup that is running is no fault, but it makes every other one fail until it ends.</source>
        <translation>Резервное копирование, которое выполняется,&#xa0;— не ошибка, но до его окончания любое другое завершится сбоем.</translation>
    </message>
    <message>
        <source>No vault protects this VM ({state}), so there is no job of its vault.</source>
        <translation>Эту ВМ не защищает ни одно хранилище ({state}), поэтому и задания в хранилище нет.</translation>
    </message>
    <message>
        <source>A backup of this VM is running, but Azure does not say since when.</source>
        <translation>Резервное копирование этой ВМ выполняется, но Azure не сообщает, с какого времени.</translation>
    </message>
    <message>
        <source>A backup of this VM has been running for {age}, since {moment}. No other can begin before it ends.</source>
        <translation>Резервное копирование этой ВМ выполняется уже&#xa0;{age} (начало&#xa0;— {moment}). Другое не начнётся, пока оно не завершится.</translation>
    </message>
    <message>
        <source>A backup of this VM is running, since {moment}: nothing unusual. Another one is refused until it ends.</source>
        <translation>Резервное копирование этой ВМ выполняется (начало&#xa0;— {moment}): ничего необычного. Пока оно не завершится, другое отклоняется.</translation>
    </message>
    <message>
        <source>A backup of this VM is running in vault {vault}. Azure refuses another until it ends.</source>
        <translation>В хранилище {vault} выполняется резервное копирование этой ВМ. Пока оно не завершится, Azure отклоняет любое другое.</translation>
    </message>
    <message>
        <source>A backup of this VM has been running in vault {vault} for {age}. Azure refuses another until it ends.</source>
        <translation>В хранилище {vault} уже&#xa0;{age} выполняется резервное копирование этой ВМ. Пока оно не завершится, Azure отклоняет любое другое.</translation>
    </message>
    <message>
        <source>No backup of this VM is running in its vault.</source>
        <translation>В хранилище этой ВМ её резервное копирование сейчас не выполняется.</translation>
    </message>
    <message>
        <source>The vault lists no running backup of this VM, but shows one as in progress. Look again in a few minutes.</source>
        <translation>Среди заданий хранилища нет выполняющегося резервного копирования этой ВМ, но последнее показано как выполняющееся. Повторите проверку через несколько минут.</translation>
    </message>
    <message>
        <source>No other vault is busy with a backup of this VM</source>
        <translation>Ни одно другое хранилище не занято резервным копированием этой ВМ</translation>
    </message>
    <message>
        <source>A job of a vault that protected the VM before also blocks it. Only Resource Graph sees all vaults, a few minutes late.</source>
        <translation>Задание хранилища, которое защищало ВМ раньше, тоже мешает. Все хранилища видит только Azure Resource Graph, с опозданием на несколько минут.</translation>
    </message>
    <message>
        <source>According to Resource Graph, which may be a few minutes behind, no backup is running in other vaults that this account may read.</source>
        <translation>По данным Azure Resource Graph (они могут отставать на несколько минут), в других хранилищах, которые эта учётная запись может читать, резервное копирование не выполняется.</translation>
    </message>
    <message>
        <source>Vault {vault} is busy with a backup of this VM too. Resource Graph, which says so, may be a few minutes behind: look there whether it has ended.</source>
        <translation>В хранилище {vault} тоже выполняется резервное копирование этой ВМ. Это данные Azure Resource Graph, они могут отставать на несколько минут: посмотрите в самом хранилище, не завершилось ли оно.</translation>
    </message>
    <message>
        <source>Cancel the backup that runs</source>
        <translation>Отменить выполняющееся резервное копирование</translation>
    </message>
    <message>
        <source>Cancels the job that is in the way, in whatever vault it runs. Azure allows that only while the job still takes the snapshot.</source>
        <translation>Отменяет задание, которое мешает, в каком бы хранилище оно ни выполнялось. Azure позволяет это, только пока задание ещё делает моментальный снимок.</translation>
    </message>
    <message>
        <source>Find the job that runs, in the old vault too</source>
        <translation>Найти выполняющееся задание, в том числе в старом хранилище</translation>
    </message>
    <message>
        <source>The first command shows the vault that protects the VM now, the second the jobs of a vault that run. Repeat the second for a vault that protected the VM before.</source>
        <translation>Первая команда показывает хранилище, которое защищает ВМ сейчас, вторая&#xa0;— выполняющиеся задания одного хранилища. Повторите вторую для хранилища, которое защищало ВМ раньше.</translation>
    </message>
    <message>
        <source>Wait for its end</source>
        <translation>Дождаться окончания задания</translation>
    </message>
    <message>
        <source>The first backup and backups of large or heavily changed disks take many hours: that is not a fault. When the job has ended, back up again, or wait for the scheduled backup.</source>
        <translation>Первое резервное копирование, а также копирование больших или сильно изменившихся дисков занимает много часов: это не ошибка. Когда задание завершится, повторите резервное копирование или подождите, пока оно запустится по расписанию.</translation>
    </message>
    <message>
        <source>Or cancel it, while it still takes the snapshot</source>
        <translation>Или отменить задание, пока оно ещё делает моментальный снимок</translation>
    </message>
    <message>
        <source>A backup can be cancelled in its first phase, “Take Snapshot”; once it transfers data to the vault, only waiting is left. Cancel a job of the old vault there. What it had begun is lost.</source>
        <translation>Резервное копирование можно отменить на первом этапе, «Take Snapshot»; когда данные уже передаются в хранилище, остаётся только ждать. Задание старого хранилища отменяйте в нём же. То, что задание успело начать, пропадёт.</translation>
    </message>
    <message>
        <source>No backup of this VM is running any more.</source>
        <translation>Резервное копирование этой ВМ уже не выполняется.</translation>
    </message>
    <message>
        <source>The backup in vault {vault} has taken its snapshot and is moving data to the vault. It can no longer be cancelled: wait until it has ended.</source>
        <translation>Резервное копирование в хранилище {vault} уже сделало моментальный снимок и передаёт данные. Отменить его больше нельзя: дождитесь окончания.</translation>
    </message>
    <message>
        <source>None: the VM keeps running. Until the next backup it has one restore point less.</source>
        <translation>Нет: ВМ продолжает работать. До следующего резервного копирования у неё будет на одну точку восстановления меньше.</translation>
    </message>
    <message>
        <source>What the cancelled backup had begun. Earlier restore points stay.</source>
        <translation>То, что отменённое резервное копирование успело начать. Прежние точки восстановления остаются.</translation>
    </message>
    <message>
        <source>Not possible. Back up again instead.</source>
        <translation>Невозможно. Вместо этого повторите резервное копирование.</translation>
    </message>
    <message>
        <source>A backup can be cancelled only in its first phase, while it takes the snapshot. If it has gone on since this plan was made, Azure refuses, and only waiting is left.</source>
        <translation>Резервное копирование можно отменить только на первом этапе, пока делается моментальный снимок. Если с момента создания этого плана оно продвинулось дальше, Azure откажет в отмене, и останется только ждать.</translation>
    </message>
    <message>
        <source>Cancel the backup that runs in vault {vault}</source>
        <translation>Отменить резервное копирование, которое выполняется в хранилище {vault}</translation>
    </message>
</context>
<context>
    <name>JobCard</name>
    <message>
        <source>Copy the job&apos;s name</source>
        <translation>Скопировать имя задания</translation>
    </message>
    <message>
        <source>The backup job</source>
        <translation>Задание резервного копирования</translation>
    </message>
    <message>
        <source>Job {name}</source>
        <translation>Задание {name}</translation>
    </message>
    <message>
        <source>Stop &amp;waiting</source>
        <translation>Прекратить о&amp;жидание</translation>
    </message>
    <message>
        <source>The job goes on in Azure, whether or not somebody waits for it here.</source>
        <translation>Задание в Azure продолжается независимо от того, ждут ли его здесь.</translation>
    </message>
    <message>
        <source>Just started</source>
        <translation>Только что началось</translation>
    </message>
    <message>
        <source>Running for {elapsed}</source>
        <translation>Выполняется уже {elapsed}</translation>
    </message>
    <message>
        <source>Took {elapsed}</source>
        <translation>Закончилось за {elapsed}</translation>
    </message>
    <message>
        <source>Started {when}</source>
        <translation>Начато: {when}</translation>
    </message>
</context>
<context>
    <name>JournalText</name>
    <message>
        <source>Nothing is unfinished.</source>
        <translation>Незавершённых изменений нет.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the journal cannot be read; what was in them is not known:</source>
        <translation>
            <numerusform>Не удалось прочитать %n&#xa0;файл журнала; что в нём было записано, неизвестно:</numerusform>
            <numerusform>Не удалось прочитать %n&#xa0;файла журнала; что в них было записано, неизвестно:</numerusform>
            <numerusform>Не удалось прочитать %n&#xa0;файлов журнала; что в них было записано, неизвестно:</numerusform>
        </translation>
    </message>
    <message>
        <source>{id}: “{remedy}” ({name})</source>
        <translation>{id}: «{remedy}» ({name})</translation>
    </message>
    <message>
        <source>VM: {vm}</source>
        <translation>ВМ: {vm}</translation>
    </message>
    <message>
        <source>Begun: {moment}</source>
        <translation>Начато: {moment}</translation>
    </message>
    <message>
        <source>Another instance of the program is working on it.</source>
        <translation>Над ним работает другой экземпляр программы.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) may be sent:</source>
        <translation>
            <numerusform>Может быть отправлен %n&#xa0;запрос:</numerusform>
            <numerusform>Могут быть отправлены %n&#xa0;запроса:</numerusform>
            <numerusform>Может быть отправлено %n&#xa0;запросов:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyVault</name>
    <message>
        <source>Azure Backup may not read the key vault of an encrypted VM</source>
        <translation>Azure Backup не может читать хранилище ключей зашифрованной ВМ</translation>
    </message>
    <message>
        <source>Azure Disk Encryption keeps the secrets that unlock the disks in a key vault. Azure Backup copies them with every backup, and for that the service “Backup Management Service” needs the rights Get, List and Backup on secrets, and on keys where a key wraps the secrets.</source>
        <translation>Azure Disk Encryption держит секреты, которыми разблокируются диски, в хранилище ключей. При каждом резервном копировании Azure Backup сохраняет и их; для этого службе «Backup Management Service» нужны права Get, List и Backup на секреты, а если секреты зашифрованы ключом, то и на ключи.</translation>
    </message>
    <message>
        <source>No disk of this VM is under Azure Disk Encryption, so no key vault is needed.</source>
        <translation>Шифрование Azure Disk Encryption не включено ни для одного диска этой ВМ, поэтому хранилище ключей не нужно.</translation>
    </message>
    <message>
        <source>The disks are encrypted, but Azure does not say where their secrets are kept.</source>
        <translation>Диски зашифрованы, но Azure не сообщает, где хранятся их секреты.</translation>
    </message>
    <message>
        <source>Somebody may back up the keys</source>
        <translation>Право на резервное копирование ключей кому-то выдано</translation>
    </message>
    <message>
        <source>If none of the key vault&apos;s access policies holds what Azure Backup needs, then Azure Backup does not hold it either. Whose a policy is cannot be seen here: Azure Resource Manager knows the owners by number only.</source>
        <translation>Если того, что нужно Azure Backup, не даёт ни одна политика доступа хранилища ключей, значит, и у Azure Backup этого права нет. Кому принадлежит политика, здесь не видно: Azure Resource Manager знает владельцев только по идентификаторам.</translation>
    </message>
    <message>
        <source>Nobody may back up what the key vault holds, Azure Backup included: {names}.</source>
        <translation>Ни у кого, в том числе у Azure Backup, нет права на резервное копирование содержимого хранилища ключей: {names}.</translation>
    </message>
    <message>
        <source>Somebody holds the rights that a backup needs ({names}), and no error says that it is not Azure Backup.</source>
        <translation>Права, нужные для резервного копирования, у кого-то есть ({names}), и ни одна ошибка не говорит, что это не Azure Backup.</translation>
    </message>
    <message>
        <source>The backup failed because Azure Backup may not read the keys. Others may ({names}); whose the rights are cannot be told from here.</source>
        <translation>Резервное копирование завершилось сбоем, потому что Azure Backup не может читать ключи. У кого-то другого такие права есть ({names}); у кого именно, отсюда не видно.</translation>
    </message>
    <message>
        <source>Roles decide about {names}, and the last backup completed: Azure Backup may read the keys.</source>
        <translation>Доступ к&#xa0;{names} определяют роли, и последнее резервное копирование завершилось без сбоя: Azure Backup может читать ключи.</translation>
    </message>
    <message>
        <source>Roles decide about {names}. Whether Azure Backup has one of them cannot be told from here.</source>
        <translation>Доступ к&#xa0;{names} определяют роли. Есть ли нужная у Azure Backup, отсюда не видно.</translation>
    </message>
    <message>
        <source>The key vault&apos;s firewall lets Azure Backup through</source>
        <translation>Брандмауэр хранилища ключей пропускает Azure Backup</translation>
    </message>
    <message>
        <source>Azure Backup is one of the services that a key vault trusts, unless its firewall makes no exception for them.</source>
        <translation>Azure Backup&#xa0;— одна из служб, которым хранилище ключей доверяет, но только если в его брандмауэре для них есть исключение.</translation>
    </message>
    <message>
        <source>The firewall makes no exception for trusted Azure services: {names}.</source>
        <translation>В брандмауэре нет исключения для доверенных служб Azure: {names}.</translation>
    </message>
    <message>
        <source>The firewall lets trusted Azure services through, or is open.</source>
        <translation>Брандмауэр пропускает доверенные службы Azure или открыт.</translation>
    </message>
    <message>
        <source>Find the key vault</source>
        <translation>Найти хранилище ключей</translation>
    </message>
    <message>
        <source>The command shows which key vault holds the secrets of the disks (sourceVault).</source>
        <translation>Выполните команду: она показывает, в каком хранилище ключей лежат секреты дисков (sourceVault).</translation>
    </message>
    <message>
        <source>Let Azure Backup read it, by an access policy</source>
        <translation>Разрешить Azure Backup чтение с помощью политики доступа</translation>
    </message>
    <message>
        <source>In the portal: the key vault, Access policies, Create, the template Azure Backup, and as principal Backup Management Service. Without a key that wraps the secrets the rights on secrets are enough. In an Azure of its own (government, China) the service&apos;s id differs.</source>
        <translation>На портале откройте хранилище ключей, «Политики доступа», нажмите «Создать», выберите шаблон Azure Backup и субъект Backup Management Service. Если секреты не зашифрованы ключом, достаточно прав на секреты. В отдельных облаках Azure (для государственных организаций США и в Китае) идентификатор службы другой.</translation>
    </message>
    <message>
        <source>Let Azure Backup read it, by a role</source>
        <translation>Разрешить Azure Backup чтение с помощью роли</translation>
    </message>
    <message>
        <source>Where roles decide (the key vault&apos;s permission model is Azure role-based access control), give Backup Management Service the role Key Vault Administrator on the key vault, or a role of your own with the data actions of backup and reading.</source>
        <translation>Если доступ определяют роли (модель разрешений хранилища ключей&#xa0;— «Управление доступом на основе ролей Azure»), назначьте службе Backup Management Service роль «Администратор хранилища ключей» (Key Vault Administrator) на это хранилище ключей или собственную роль с действиями с данными для чтения и резервного копирования.</translation>
    </message>
    <message>
        <source>Open the firewall for trusted services, then back up</source>
        <translation>Открыть брандмауэр для доверенных служб, затем запустить резервное копирование</translation>
    </message>
    <message>
        <source>If the firewall makes no exception, let trusted Microsoft services through. New rights take a few minutes to arrive; wait, then choose Back up now in the vault that the second command names.</source>
        <translation>Если исключения в брандмауэре нет, пропустите доверенные службы Microsoft. Новые права начинают действовать через несколько минут; подождите, затем выберите «Архивировать сейчас» в хранилище Служб восстановления, которое называет вторая команда.</translation>
    </message>
</context>
<context>
    <name>Lab</name>
    <message>
        <source>The lab has no scenario “{name}”. It has: {known}.</source>
        <extracomment>{known} is a list of names, separated by commas.</extracomment>
        <translation>В демонстрационной среде нет сценария «{name}». Есть такие: {known}.</translation>
    </message>
    <message>
        <source>“{spec}” is not a fault. A fault is KIND:PATHPART or KIND:PATHPART:TIMES, where KIND is an HTTP status from 400 to 599, 429/SECONDS, reset, lost, html, broken, claims or slow/SECONDS.</source>
        <translation>«{spec}»&#xa0;— не описание неисправности. Неисправность задаётся как KIND:PATHPART или KIND:PATHPART:TIMES, где KIND&#xa0;— код состояния HTTP от 400 до 599, 429/SECONDS, reset, lost, html, broken, claims или slow/SECONDS.</translation>
    </message>
</context>
<context>
    <name>Licences</name>
    <message>
        <source>Licences of others</source>
        <translation>Лицензии сторонних компонентов</translation>
    </message>
    <message>
        <source>Copy all licences</source>
        <translation>Копировать все лицензии</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Копировать всё</translation>
    </message>
    <message>
        <source>Backup Doctor contains works of others. This is what they are, and the licences under which they are passed on.</source>
        <translation>В Backup Doctor входят сторонние компоненты. Здесь они перечислены вместе с лицензиями, на условиях которых распространяются.</translation>
    </message>
    <message>
        <source>Collecting the licences…</source>
        <translation>Собираются тексты лицензий…</translation>
    </message>
</context>
<context>
    <name>LinuxAgent</name>
    <message>
        <source>The Linux VM agent is out of date or does not answer</source>
        <translation>Агент ВМ в Linux устарел или не отвечает</translation>
    </message>
    <message>
        <source>Most agent and extension failures on Linux come from an old or stopped Azure Linux agent (waagent). Azure Backup needs it to run and to be at least version 2.2.53.1; the version that counts is the one the agent has updated itself to, not that of the package.</source>
        <translation>Большинство сбоев агента и расширений в Linux&#xa0;— из-за старого или остановленного агента Linux (waagent). Azure Backup нужно, чтобы он работал и был не ниже версии 2.2.53.1; важна версия, до которой агент обновился сам, а не версия пакета.</translation>
    </message>
    <message>
        <source>The VM agent reports to Azure</source>
        <translation>Агент виртуальной машины выходит на связь с Azure</translation>
    </message>
    <message>
        <source>Without a reporting agent Azure Backup cannot start its extension, and the snapshot is never asked for.</source>
        <translation>Если агент не выходит на связь, Azure Backup не может запустить своё расширение, и до моментального снимка дело не доходит.</translation>
    </message>
    <message>
        <source>The VM agent is a supported version</source>
        <translation>Версия агента виртуальной машины поддерживается</translation>
    </message>
    <message>
        <source>An old agent and a new backup extension do not fit together; the failure then often looks like a network problem.</source>
        <translation>Старый агент и новое расширение резервного копирования не подходят друг другу; сбой тогда часто выглядит как проблема с сетью.</translation>
    </message>
    <message>
        <source>The VM was created with an agent</source>
        <translation>ВМ создана с агентом</translation>
    </message>
    <message>
        <source>A VM can be created without the agent. Then it has to be installed manually before the first backup.</source>
        <translation>ВМ можно создать и без агента. Тогда его нужно установить вручную до первого резервного копирования.</translation>
    </message>
    <message>
        <source>The agent&apos;s service runs and starts with the system</source>
        <translation>Служба агента работает и запускается вместе с системой</translation>
    </message>
    <message>
        <source>The service brings the agent back after a crash and after a restart of the VM. Without it the backups end there.</source>
        <translation>Служба снова запускает агент после аварийного завершения и после перезапуска ВМ. Без неё резервное копирование на этом прекратится.</translation>
    </message>
    <message>
        <source>The agent answers, but there is no service called walinuxagent or waagent that would bring it back.</source>
        <translation>Агент отвечает, но нет службы walinuxagent или waagent, которая снова запустила бы его.</translation>
    </message>
    <message>
        <source>The service {service} does not run.</source>
        <translation>Служба {service} не работает.</translation>
    </message>
    <message>
        <source>The service {service} runs, but does not start with the system.</source>
        <translation>Служба {service} работает, но не запускается вместе с системой.</translation>
    </message>
    <message>
        <source>The service {service} runs and starts with the system.</source>
        <translation>Служба {service} работает и запускается вместе с системой.</translation>
    </message>
    <message>
        <source>The running agent is a supported version, however old its package is</source>
        <translation>Версия работающего агента поддерживается, каким бы старым ни был пакет</translation>
    </message>
    <message>
        <source>An agent that updates itself is newer than its package. Only the running version counts: “Goal state agent” in the output of waagent --version.</source>
        <translation>Агент, который обновляется сам, обгоняет свой пакет. Важна только та версия, которая работает: строка «Goal state agent» в выводе waagent --version.</translation>
    </message>
    <message>
        <source>Agent {version} is running; it is older than {minimum}, the oldest supported version.</source>
        <translation>Работает агент версии {version}: это ниже минимальной поддерживаемой ({minimum}).</translation>
    </message>
    <message>
        <source>Agent {version} is running. Its package is old ({package}), which does no harm.</source>
        <translation>Работает агент версии {version}. Сам пакет старый ({package}), но это не мешает.</translation>
    </message>
    <message>
        <source>Agent {version} is running.</source>
        <translation>Работает агент версии {version}.</translation>
    </message>
    <message>
        <source>The agent keeps itself up to date</source>
        <translation>Агент сам обновляется до новых версий</translation>
    </message>
    <message>
        <source>Azure publishes new agents, and an agent that may not update to them becomes too old for the backup extension.</source>
        <translation>Azure выпускает новые версии агента. Если агенту запрещено на них переходить, он становится слишком старым для расширения резервного копирования.</translation>
    </message>
    <message>
        <source>The agent updates itself.</source>
        <translation>Агент обновляется сам.</translation>
    </message>
    <message>
        <source>The agent may not update itself, and {version} is too old.</source>
        <translation>Агенту запрещено обновляться, а версия {version} слишком старая.</translation>
    </message>
    <message>
        <source>The agent does not update itself; its package has to be kept up to date manually.</source>
        <translation>Агент не обновляется сам; его пакет нужно обновлять вручную.</translation>
    </message>
    <message>
        <source>Agent and backup extension fit together</source>
        <translation>Агент и расширение резервного копирования подходят друг другу</translation>
    </message>
    <message>
        <source>An extension that cannot work with an old agent fails in its own program and reports that the network is missing. Opening the network does not help then; a newer agent does.</source>
        <translation>Если расширение не может работать со старым агентом, сбой происходит в самой программе расширения, а сообщает оно об отсутствии сети. Открывать сеть тогда бесполезно, поможет более новый агент.</translation>
    </message>
    <message>
        <source>The backup extension&apos;s log says that it does not fit the agent (“old wala code”).</source>
        <translation>В журнале расширения резервного копирования записано, что оно не подходит к агенту («old wala code»).</translation>
    </message>
    <message>
        <source>The backup extension&apos;s log does not complain about the agent.</source>
        <translation>В журнале расширения резервного копирования нет жалоб на агент.</translation>
    </message>
    <message>
        <source>The guest&apos;s clock is not ahead</source>
        <translation>Часы гостевой системы не спешат</translation>
    </message>
    <message>
        <source>Azure does not promise backups of a VM whose clock was moved into the future.</source>
        <translation>Azure не гарантирует резервное копирование ВМ, часы которой переведены вперёд.</translation>
    </message>
    <message>
        <source>Restart the agent</source>
        <translation>Перезапустить агент</translation>
    </message>
    <message>
        <source>Restarts the agent&apos;s service half a minute later and lets it start with the system. Helps when the service is stopped or does not start by itself.</source>
        <translation>Через полминуты перезапускает службу агента и включает её запуск вместе с системой. Помогает, если служба остановлена или не запускается сама.</translation>
    </message>
    <message>
        <source>Update the agent&apos;s package</source>
        <translation>Обновить пакет агента</translation>
    </message>
    <message>
        <source>Takes the newest agent from the distribution&apos;s own repository. Helps when the agent is too old, or does not fit the backup extension.</source>
        <translation>Берёт самый новый агент из репозитория самого дистрибутива. Помогает, если агент слишком старый или не подходит к расширению резервного копирования.</translation>
    </message>
    <message>
        <source>Let the agent update itself</source>
        <translation>Дать агенту обновляться самому</translation>
    </message>
    <message>
        <source>Sets AutoUpdate.UpdateToLatestVersion in /etc/waagent.conf, so that Azure keeps the agent current.</source>
        <translation>Задаёт AutoUpdate.UpdateToLatestVersion в /etc/waagent.conf, чтобы агент всегда получал от Azure текущую версию.</translation>
    </message>
    <message>
        <source>Make the agent&apos;s log verbose</source>
        <translation>Включить подробный журнал агента</translation>
    </message>
    <message>
        <source>Sets Logs.Verbose in /etc/waagent.conf, so that the next failure tells more. Undo this afterwards.</source>
        <translation>Задаёт Logs.Verbose в /etc/waagent.conf, чтобы следующий сбой рассказал о себе больше. Потом это нужно отменить.</translation>
    </message>
    <message>
        <source>Fetch the agent&apos;s logs</source>
        <translation>Получить журналы агента</translation>
    </message>
    <message>
        <source>Reads the end of the logs of the agent and of its extensions, and saves them on this computer. Nothing is changed.</source>
        <translation>Читает конец журналов агента и его расширений и сохраняет их на этом компьютере. Ничего не меняет.</translation>
    </message>
    <message>
        <source>Update the agent from the distribution&apos;s repository</source>
        <translation>Обновить агент из репозитория дистрибутива</translation>
    </message>
    <message>
        <source>Use the package of your distribution, never the code from GitHub; the releases of Azure/WALinuxAgent there only tell what is newest. If the repository has no newer version, ask the distributor. No backup may be running meanwhile.</source>
        <translation>Берите пакет своего дистрибутива, а не код с GitHub; по выпускам Azure/WALinuxAgent там можно лишь узнать последнюю версию. Если в репозитории нет новой версии, обратитесь к поставщику дистрибутива. Во время обновления не должно идти резервное копирование.</translation>
    </message>
    <message>
        <source>Check that the agent is running, and restart it if not</source>
        <translation>Убедиться, что агент работает, а если нет&#xa0;— перезапустить его</translation>
    </message>
    <message>
        <source>Two processes belong to a healthy agent: the daemon and the handler process. The service is called walinuxagent on Ubuntu and Debian, waagent elsewhere.</source>
        <translation>У исправного агента два процесса: служебный (daemon) и обработчик расширений. Служба называется walinuxagent в Ubuntu и Debian, waagent&#xa0;— в остальных дистрибутивах.</translation>
    </message>
    <message>
        <source>Let the agent restart and update itself</source>
        <translation>Дать агенту самому перезапускаться и обновляться</translation>
    </message>
    <message>
        <source>The service of the package restarts the agent after a crash (Restart=always); see that nobody has changed it. In /etc/waagent.conf AutoUpdate.UpdateToLatestVersion (older agents: AutoUpdate.Enabled) has to be y, and Extensions.Enabled too: with extensions switched off the agent looks healthy and backups fail anyway.</source>
        <translation>Служба из пакета перезапускает агент после аварийного завершения (Restart=always); убедитесь, что этого никто не изменил. В /etc/waagent.conf параметр AutoUpdate.UpdateToLatestVersion (в старых агентах AutoUpdate.Enabled) должен быть равен y, как и Extensions.Enabled: если расширения отключены, агент выглядит исправным, а резервное копирование всё равно завершается сбоем.</translation>
    </message>
    <message>
        <source>Check that the extension fits the agent and that the clock is right</source>
        <translation>Убедиться, что расширение подходит к агенту, а часы идут верно</translation>
    </message>
    <message>
        <source>If the first command counts any lines, update the agent and remove the backup extension; the next backup brings it back. Compare the time shown (UTC) with a clock you trust, and switch time synchronisation on if it is ahead.</source>
        <translation>Если первая команда насчитала хотя бы одну строку, обновите агент и удалите расширение резервного копирования; следующее резервное копирование его вернёт. Сравните показанное время (UTC) с часами, которым доверяете, и, если часы ВМ спешат, включите синхронизацию времени.</translation>
    </message>
    <message>
        <source>Back up again, and collect the logs if it still fails</source>
        <translation>Повторить резервное копирование, а если снова сбой&#xa0;— собрать журналы</translation>
    </message>
    <message>
        <source>Choose Back up now in the vault; the first command shows which vault it is. If the backup fails again, save the agent&apos;s state and logs for the support case.</source>
        <translation>Выберите в хранилище «Архивировать сейчас»; какое это хранилище, показывает первая команда. Если резервное копирование снова завершится сбоем, сохраните состояние и журналы агента для обращения в поддержку.</translation>
    </message>
    <message>
        <source>Switch on the verbose log for a while</source>
        <translation>На время включить подробный журнал</translation>
    </message>
    <message>
        <source>Set Logs.Verbose=y in /etc/waagent.conf, restart the agent and reproduce the failure. Set it back to n afterwards: the log grows fast.</source>
        <translation>Укажите в /etc/waagent.conf Logs.Verbose=y, перезапустите агент и воспроизведите сбой. Затем верните n: журнал быстро растёт.</translation>
    </message>
</context>
<context>
    <name>LinuxConfiguration</name>
    <message>
        <source>The Linux VM agent is configured so that it cannot run the backup extension</source>
        <translation>Агент ВМ в Linux настроен так, что не может запустить расширение резервного копирования</translation>
    </message>
    <message>
        <source>The agent can look healthy in Azure and be current, and still run no extension: because extensions are switched off in /etc/waagent.conf, because its folder is mounted noexec, or because there is no Python. Each of these can only be seen inside the VM, and while extensions are off Run Command is off too.</source>
        <translation>Агент может выглядеть в Azure исправным, иметь текущую версию и всё же не запускать ни одного расширения: расширения отключены в /etc/waagent.conf, папка агента смонтирована с noexec или нет Python. Всё это видно только изнутри ВМ, а пока расширения отключены, не работает и «Выполнение команды» (Run Command).</translation>
    </message>
    <message>
        <source>No extension is refused because extensions are switched off</source>
        <translation>Агент не отклоняет расширения как отключённые</translation>
    </message>
    <message>
        <source>A current agent that may not run extensions says so in the status of each of them. Azure shows the agent as ready anyway.</source>
        <translation>Если агенту текущей версии запрещено запускать расширения, он пишет об этом в состоянии каждого из них. Azure при этом всё равно показывает, что агент готов.</translation>
    </message>
    <message>
        <source>The agent refuses {extension}: extensions are switched off in its configuration.</source>
        <translation>Агент отклоняет расширение {extension}: в конфигурации агента расширения отключены.</translation>
    </message>
    <message>
        <source>No extension says so. Whether they are switched off can only be seen inside the VM.</source>
        <translation>Ни одно расширение об этом не сообщает. Отключены ли расширения, видно только изнутри ВМ.</translation>
    </message>
    <message>
        <source>Extensions are switched on in the agent&apos;s configuration</source>
        <translation>В конфигурации агента расширения включены</translation>
    </message>
    <message>
        <source>With Extensions.Enabled=n in /etc/waagent.conf the agent reports as ready and runs nothing.</source>
        <translation>При Extensions.Enabled=n в /etc/waagent.conf агент сообщает о готовности, но ничего не запускает.</translation>
    </message>
    <message>
        <source>Extensions are switched off in /etc/waagent.conf (Extensions.Enabled).</source>
        <translation>Расширения отключены в /etc/waagent.conf (Extensions.Enabled).</translation>
    </message>
    <message>
        <source>The agent runs extensions (Extensions.Enabled).</source>
        <translation>Агент запускает расширения (Extensions.Enabled).</translation>
    </message>
    <message>
        <source>The agent knows who provisions the VM</source>
        <translation>Агент знает, кто выполняет подготовку ВМ</translation>
    </message>
    <message>
        <source>Azure Backup requires Provisioning.Agent=auto; cloud-init or waagent named explicitly also works.</source>
        <translation>Azure Backup требует Provisioning.Agent=auto; явно указанный cloud-init или waagent тоже подойдёт.</translation>
    </message>
    <message>
        <source>Provisioning.Agent is {value}.</source>
        <translation>Параметр Provisioning.Agent имеет значение {value}.</translation>
    </message>
    <message>
        <source>Provisioning.Agent is disabled; Azure Backup requires auto.</source>
        <translation>Параметр Provisioning.Agent имеет значение disabled; Azure Backup требует auto.</translation>
    </message>
    <message>
        <source>Provisioning.Agent has a value this program does not know: {value}.</source>
        <translation>Неизвестное этой программе значение параметра Provisioning.Agent: {value}.</translation>
    </message>
    <message>
        <source>Programs may run from /var/lib/waagent</source>
        <translation>Из /var/lib/waagent можно запускать программы</translation>
    </message>
    <message>
        <source>The agent unpacks extensions there and starts them there. Mounted noexec, none of them can start.</source>
        <translation>Агент распаковывает расширения в эту папку и запускает их оттуда. Если она смонтирована с noexec, ни одно из них не запустится.</translation>
    </message>
    <message>
        <source>/var/lib/waagent is mounted noexec: no extension can start there.</source>
        <translation>Папка /var/lib/waagent смонтирована с noexec: ни одно расширение оттуда не запустится.</translation>
    </message>
    <message>
        <source>/var/lib/waagent is not mounted noexec.</source>
        <translation>Папка /var/lib/waagent смонтирована без noexec.</translation>
    </message>
    <message>
        <source>The backup extension finds a Python that is new enough</source>
        <translation>Расширение резервного копирования находит достаточно новый Python</translation>
    </message>
    <message>
        <source>The extension is written in Python but does not include it. Without Python it cannot run, although the agent is healthy.</source>
        <translation>Расширение написано на Python, но сам Python в его состав не входит. Без Python оно не работает, хотя агент исправен.</translation>
    </message>
    <message>
        <source>The extension finds no Python on this VM.</source>
        <translation>Расширение не находит Python на этой ВМ.</translation>
    </message>
    <message>
        <source>The Python there has a version this program cannot read: {version}.</source>
        <translation>На этой ВМ версия Python, которую эта программа не может разобрать: {version}.</translation>
    </message>
    <message>
        <source>Python {version} is new enough ({oldest} or later).</source>
        <translation>Python {version} достаточно новый (минимальная версия&#xa0;— {oldest}).</translation>
    </message>
    <message>
        <source>Python {version} is too old for a VM behind a proxy: it has to be {oldest} or later.</source>
        <translation>Python {version} слишком старый для ВМ за прокси-сервером: нужна версия {oldest} или новее.</translation>
    </message>
    <message>
        <source>Python {version} is too old: it has to be {oldest} or later.</source>
        <translation>Python {version} слишком старый: нужна версия {oldest} или новее.</translation>
    </message>
    <message>
        <source>Sets Provisioning.Agent=auto in /etc/waagent.conf, as Azure Backup requires.</source>
        <translation>Задаёт Provisioning.Agent=auto в /etc/waagent.conf, как требует Azure Backup.</translation>
    </message>
    <message>
        <source>Switch extensions on</source>
        <translation>Включить расширения</translation>
    </message>
    <message>
        <source>Log in by SSH or through the serial console: Run Command is an extension itself and does not work here. The first command shows what holds now. Then set the value and restart the agent; its service is called walinuxagent on Ubuntu and Debian, waagent elsewhere. A comment behind the value is read as a part of it, so leave none.</source>
        <translation>Войдите по SSH или через последовательную консоль: «Выполнение команды» (Run Command) само устроено как расширение и здесь не работает. Команда waagent --show-configuration показывает, что действует сейчас. Затем задайте значение и перезапустите агент; его служба называется walinuxagent в Ubuntu и Debian, waagent&#xa0;— в остальных дистрибутивах. Не оставляйте после значения комментарий: агент прочтёт его как часть значения.</translation>
    </message>
    <message>
        <source>Let the agent find out who provisions the VM</source>
        <translation>Дать агенту самому определить, кто выполняет подготовку ВМ</translation>
    </message>
    <message>
        <source>Set Provisioning.Agent=auto in /etc/waagent.conf and restart the agent. This does not provision a running VM again.</source>
        <translation>Укажите в /etc/waagent.conf Provisioning.Agent=auto и перезапустите агент. Подготовка работающей ВМ от этого заново не начнётся.</translation>
    </message>
    <message>
        <source>Let programs run from /var/lib/waagent</source>
        <translation>Разрешить запуск программ из /var/lib/waagent</translation>
    </message>
    <message>
        <source>The first command shows the file system and its options. Mount it with exec, now and in /etc/fstab, so that the next restart does not bring noexec back. Replace /var with the mount point that was shown, for example /var/lib.</source>
        <translation>Первая команда показывает файловую систему и её параметры. Смонтируйте её с exec&#xa0;— и сразу, и в /etc/fstab, чтобы следующий перезапуск не вернул noexec. Вместо /var подставьте ту точку монтирования, которую показала команда, например /var/lib.</translation>
    </message>
    <message>
        <source>Give the extension a Python</source>
        <translation>Установить Python для расширения</translation>
    </message>
    <message>
        <source>The extension looks for python3, python2 and python in /usr/bin and /usr/local/bin. Install the one of the distribution.</source>
        <translation>Расширение ищет python3, python2 и python в /usr/bin и /usr/local/bin. Установите Python из своего дистрибутива.</translation>
    </message>
</context>
<context>
    <name>Lock</name>
    <message>
        <source>A lock keeps Azure Backup from deleting old restore points</source>
        <translation>Блокировка не даёт Azure Backup удалять старые точки восстановления</translation>
    </message>
    <message>
        <source>Azure Backup keeps a VM&apos;s instant restore points in a separate resource group (AzureBackupRG_…) and deletes the old ones. A lock on that group, or one inherited from the subscription, forbids the deletion; once there are 18 points, every new backup fails. A lock on the VM&apos;s own group does no harm unless the restore points are there too.</source>
        <translation>Azure Backup хранит точки мгновенного восстановления ВМ в отдельной группе ресурсов (AzureBackupRG_…) и удаляет старые. Блокировка этой группы или блокировка, унаследованная от подписки, запрещает удаление; когда накопится 18&#xa0;точек, каждое новое резервное копирование будет завершаться сбоем. Блокировка группы самой ВМ не мешает, если только точки восстановления не лежат в ней же.</translation>
    </message>
    <message>
        <source>This VM has unmanaged disks, for which there are no restore point collections.</source>
        <translation>У этой ВМ неуправляемые диски, для них коллекций точек восстановления не бывает.</translation>
    </message>
    <message>
        <source>No lock applies to the VM&apos;s restore points</source>
        <translation>На точки восстановления ВМ не действует ни одна блокировка</translation>
    </message>
    <message>
        <source>Locks are inherited: one on the subscription applies to every group in it. CanNotDelete forbids the clean-up, ReadOnly forbids new restore points as well.</source>
        <translation>Блокировки наследуются: блокировка подписки действует на все её группы. CanNotDelete запрещает очистку, ReadOnly&#xa0;— ещё и создание новых точек восстановления.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the VM&apos;s own group does not affect backups: the restore points are elsewhere. It may forbid repairs of the VM.</source>
        <translation>Блокировка {lock} ({level}) группы самой ВМ резервному копированию не мешает: точки восстановления лежат в другом месте. Но она может помешать исправлениям на ВМ.</translation>
    </message>
    <message>
        <source>There is no lock on the subscription; the VM has no restore points yet.</source>
        <translation>На подписке блокировок нет; точек восстановления у ВМ пока нет.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the subscription applies to all restore points, but these could not be read: {reason}</source>
        <translation>Блокировка подписки {lock} ({level}) действует на все точки восстановления, но сами они недоступны для чтения: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n lock(s) apply to the restore points: {names}. {effect} Restore points now: {total}.</source>
        <translation>
            <numerusform>На точки восстановления действует %n&#xa0;блокировка: {names}. {effect} Точек восстановления сейчас: {total}.</numerusform>
            <numerusform>На точки восстановления действуют %n&#xa0;блокировки: {names}. {effect} Точек восстановления сейчас: {total}.</numerusform>
            <numerusform>На точки восстановления действует %n&#xa0;блокировок: {names}. {effect} Точек восстановления сейчас: {total}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) will apply to this VM&apos;s restore points as soon as there are any; there are none now.</source>
        <translation>Блокировка {lock} ({level}) будет действовать на точки восстановления этой ВМ, как только они появятся; сейчас их нет.</translation>
    </message>
    <message>
        <source>This VM has no restore points yet. Azure Backup may create them in {group}, to which lock {lock} ({level}) applies. {effect}</source>
        <translation>У этой ВМ пока нет точек восстановления. Azure Backup может создать их в группе {group}, а на неё действует блокировка {lock} ({level}). {effect}</translation>
    </message>
    <message>
        <source>Azure Backup can neither create new restore points there nor delete old ones.</source>
        <translation>Это не даёт Azure Backup ни создавать новые точки восстановления, ни удалять старые.</translation>
    </message>
    <message>
        <source>Azure Backup cannot delete old restore points there.</source>
        <translation>Это не даёт Azure Backup удалять старые точки восстановления.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the subscription applies to the restore points. {effect} Restore points now: {total}.</source>
        <translation>Блокировка подписки {lock} ({level}) действует на точки восстановления. {effect} Точек восстановления сейчас: {total}.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) is on the restore point collection itself, in {group}. {effect} Restore points now: {total}.</source>
        <translation>Блокировка {lock} ({level}) стоит на самой коллекции точек восстановления, в группе {group}. {effect} Точек восстановления сейчас: {total}.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on resource group {group} applies to the restore points. {effect} Restore points now: {total}.</source>
        <translation>Блокировка {lock} ({level}) группы ресурсов {group} действует на точки восстановления. {effect} Точек восстановления сейчас: {total}.</translation>
    </message>
    <message>
        <source>There is no lock on the subscription, on the restore points or on their group.</source>
        <translation>Блокировок нет ни на подписке, ни на точках восстановления, ни на их группе.</translation>
    </message>
    <message>
        <source>No lock has made restore points pile up</source>
        <translation>Блокировка не привела к накоплению точек восстановления</translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s), below the limit.</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления&#xa0;— меньше предела.</numerusform>
            <numerusform>%n&#xa0;точки восстановления&#xa0;— меньше предела.</numerusform>
            <numerusform>%n&#xa0;точек восстановления&#xa0;— меньше предела.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up, but not because of a lock: something else keeps them.</source>
        <translation>
            <numerusform>Накопилась %n&#xa0;точка восстановления, но не из-за блокировки: очистке мешает что-то другое.</numerusform>
            <numerusform>Накопились %n&#xa0;точки восстановления, но не из-за блокировки: очистке мешает что-то другое.</numerusform>
            <numerusform>Накопилось %n&#xa0;точек восстановления, но не из-за блокировки: очистке мешает что-то другое.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up; whether a lock keeps them could not be checked.</source>
        <translation>
            <numerusform>Накопилась %n&#xa0;точка восстановления; виновата ли блокировка, проверить не удалось.</numerusform>
            <numerusform>Накопились %n&#xa0;точки восстановления; виновата ли блокировка, проверить не удалось.</numerusform>
            <numerusform>Накопилось %n&#xa0;точек восстановления; виновата ли блокировка, проверить не удалось.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) have piled up because of the lock; the limit is {limit}.</source>
        <translation>
            <numerusform>Из-за блокировки накопилась %n&#xa0;точка восстановления; предел&#xa0;— {limit}.</numerusform>
            <numerusform>Из-за блокировки накопились %n&#xa0;точки восстановления; предел&#xa0;— {limit}.</numerusform>
            <numerusform>Из-за блокировки накопилось %n&#xa0;точек восстановления; предел&#xa0;— {limit}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Unlock, clean up, and lock again</source>
        <translation>Снять блокировку, выполнить очистку и вернуть блокировку</translation>
    </message>
    <message>
        <source>Lifts the lock, lets Azure Backup clean up, and puts the identical lock back. It helps only for a while: with the lock back, restore points pile up again.</source>
        <translation>Снимает блокировку, даёт службе Azure Backup выполнить очистку и возвращает точно такую же блокировку. Помогает на время: из-за блокировки точки восстановления накопятся снова.</translation>
    </message>
    <message>
        <source>Unlock for good, and clean up</source>
        <translation>Снять блокировку навсегда и выполнить очистку</translation>
    </message>
    <message>
        <source>Lifts the lock and lets Azure Backup clean up. The lock stays off; the journal keeps it, so that it can be put back at any time.</source>
        <translation>Снимает блокировку и даёт службе Azure Backup выполнить очистку. Блокировка остаётся снятой; её параметры хранит журнал, и её можно вернуть в любой момент.</translation>
    </message>
    <message>
        <source>Owner or User Access Administrator is needed for this; Contributor is not enough. A lock inherited from the subscription is best replaced by locks on its resource groups, all except that of the restore points. You cannot remove a lock that belongs to a managed application: only its publisher can.</source>
        <translation>Для этого нужна роль «Владелец» (Owner) или «Администратор доступа пользователей» (User Access Administrator); роли «Участник» (Contributor) недостаточно. Блокировку, унаследованную от подписки, лучше заменить блокировками её групп ресурсов&#xa0;— всех, кроме группы точек восстановления. Блокировку управляемого приложения так не снять: это может сделать только его издатель.</translation>
    </message>
    <message>
        <source>If there is no lock and the clean-up is still refused, look for a deny assignment</source>
        <translation>Если блокировок нет, а очистка всё равно запрещена, найти назначение запрета</translation>
    </message>
    <message>
        <source>A deny assignment or an Azure Policy with the effect denyAction forbids deletion like a lock, but no list of locks shows it. This program does not look for them. If one names the restore points&apos; group, whoever made it has to leave that group out.</source>
        <translation>Запретить удаление может не только блокировка, но и назначение запрета (deny assignment) или политика Azure (Azure Policy) с эффектом denyAction; ни в одном списке блокировок их нет. Эта программа их не ищет. Если запрет распространяется на группу точек восстановления, исключить её должен тот, кто этот запрет создал.</translation>
    </message>
    <message>
        <source>This loses the instant restore points for good; copies already in the vault stay. No backup job may be running. A large collection may need two or three tries, and a disk restore point somebody still reads (DiskRestorePointUsedByCustomer) has to be released first. Delete only collections whose name begins with AzureBackup. The next backup creates the collection again.</source>
        <translation>Точки мгновенного восстановления при этом теряются безвозвратно; копии, уже переданные в хранилище, остаются. Не должно выполняться ни одного задания резервного копирования. Большую коллекцию иногда удаётся удалить только со второй или третьей попытки, а если точку восстановления диска ещё кто-то читает (DiskRestorePointUsedByCustomer), её сначала нужно освободить. Удаляйте только коллекции, имя которых начинается с AzureBackup. Следующее резервное копирование создаст коллекцию заново.</translation>
    </message>
    <message>
        <source>Once there are 18 instant restore points, Azure refuses another, and the backup fails.</source>
        <translation>Когда накопится 18&#xa0;точек мгновенного восстановления, ещё одну Azure не создаст, и резервное копирование завершится сбоем.</translation>
    </message>
    <message>
        <source>Find the lock that applies to the restore points</source>
        <translation>Найти блокировку, которая действует на точки восстановления</translation>
    </message>
    <message>
        <source>First find the VM&apos;s restore point collections, mostly in a group called AzureBackupRG_&lt;region&gt;_&lt;number&gt;, then the locks on that group and on the subscription. Write down name, level and notes of the lock before you remove it. The command compares the VM&apos;s id letter by letter; if it shows nothing, look for the collection whose source is this VM in the full list.</source>
        <translation>Сначала найдите коллекции точек восстановления этой ВМ&#xa0;— обычно они лежат в группе с именем вида AzureBackupRG_&lt;регион&gt;_&lt;номер&gt;,&#xa0;— затем блокировки этой группы и подписки. Прежде чем снимать блокировку, запишите её имя, уровень и примечания. Команда сравнивает идентификатор ВМ буква в букву; если она ничего не нашла, ищите в полном списке коллекцию, источник которой&#xa0;— эта ВМ.</translation>
    </message>
    <message>
        <source>Remove the lock</source>
        <translation>Удалить блокировку</translation>
    </message>
    <message>
        <source>Back up on demand; the first run is expected to fail</source>
        <translation>Запустить резервное копирование по запросу; первый запуск ожидаемо завершится сбоем</translation>
    </message>
    <message>
        <source>Choose Back up now in the vault. The first run fails and sets off the clean-up, which takes several hours; after that backups succeed. The command shows which vault protects the VM.</source>
        <translation>Выберите в хранилище «Архивировать сейчас». Первый запуск завершится сбоем и начнёт очистку, которая занимает несколько часов; после неё резервное копирование снова будет проходить. Команда показывает, какое хранилище Служб восстановления защищает ВМ.</translation>
    </message>
    <message>
        <source>Only if that does not help: delete the restore point collection</source>
        <translation>Только если это не помогло: удалить коллекцию точек восстановления</translation>
    </message>
    <message>
        <source>Do not lock the restore points&apos; group again</source>
        <translation>Больше не блокировать группу точек восстановления</translation>
    </message>
    <message>
        <source>The fault returns with the lock. Protect the vault and the VM&apos;s own group instead, and leave the group of the restore points to Azure Backup.</source>
        <translation>С блокировкой вернётся и сбой. Защитите лучше хранилище и группу самой ВМ, а группу точек восстановления оставьте службе Azure Backup.</translation>
    </message>
</context>
<context>
    <name>Looking</name>
    <message>
        <source>Looking…</source>
        <translation>Проверяется…</translation>
    </message>
</context>
<context>
    <name>Memory</name>
    <message>
        <source>Another instance of Backup Doctor is writing to it. Try again in a moment.</source>
        <translation>Сейчас в хранилище паролей записывает данные другой экземпляр Backup Doctor. Повторите попытку чуть позже.</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation>Не удалось записать {file}: {reason}.</translation>
    </message>
    <message>
        <source>{reason} As long as that is so, no account is remembered.</source>
        <translation>{reason} Пока это так, учётные записи не сохраняются.</translation>
    </message>
    <message>
        <source>The account was not remembered. {reason}</source>
        <translation>Учётная запись не сохранена. {reason}</translation>
    </message>
    <message>
        <source>The secret of this account could not be read. {reason}</source>
        <translation>Не удалось прочитать секрет этой учётной записи. {reason}</translation>
    </message>
    <message>
        <source>The password of the proxy is too long for the password store, so it was not remembered.</source>
        <translation>Пароль прокси-сервера слишком длинный для хранилища паролей и поэтому не сохранён.</translation>
    </message>
    <message>
        <source>The password of the proxy was not remembered. {reason}</source>
        <translation>Пароль прокси-сервера не сохранён. {reason}</translation>
    </message>
    <message>
        <source>Not everything could be forgotten. {reason}</source>
        <translation>Удалось удалить не всё. {reason}</translation>
    </message>
    <message>
        <source>A private key is not remembered, only the path of its file.</source>
        <translation>Закрытый ключ не сохраняется; сохраняется только путь к его файлу.</translation>
    </message>
    <message numerus="yes">
        <source>The secret is longer than the %n character(s) that a password store takes, so it was not remembered.</source>
        <translation>
            <numerusform>Секрет не сохранён: хранилище паролей принимает не больше %n&#xa0;символа.</numerusform>
            <numerusform>Секрет не сохранён: хранилище паролей принимает не больше %n&#xa0;символов.</numerusform>
            <numerusform>Секрет не сохранён: хранилище паролей принимает не больше %n&#xa0;символов.</numerusform>
        </translation>
    </message>
    <message>
        <source>The details of this account are too long for the password store, so it was not remembered.</source>
        <translation>Данные этой учётной записи не помещаются в хранилище паролей, поэтому она не сохранена.</translation>
    </message>
    <message>
        <source>The password store does not answer. It may be waiting for its own password in a separate window.</source>
        <translation>Хранилище паролей не отвечает. Возможно, оно ждёт ввода собственного пароля в отдельном окне.</translation>
    </message>
    <message>
        <source>The password store accepted it, but it could not be read back.</source>
        <translation>Хранилище паролей приняло данные, но прочитать их оттуда не удалось.</translation>
    </message>
    <message>
        <source>The password store still has it after it was deleted.</source>
        <translation>После удаления данные всё ещё остаются в хранилище паролей.</translation>
    </message>
    <message>
        <source>The password store cannot be used ({reason}). Accounts and secrets are kept in memory only and forgotten when the program ends.</source>
        <translation>Воспользоваться хранилищем паролей нельзя ({reason}). Учётные записи и секреты хранятся только в памяти и удаляются при выходе из программы.</translation>
    </message>
    <message>
        <source>This computer offers no password store. Accounts and secrets are kept in memory only and forgotten when the program ends.</source>
        <translation>На этом компьютере нет хранилища паролей. Учётные записи и секреты хранятся только в памяти и удаляются при выходе из программы.</translation>
    </message>
    <message>
        <source>The password store is locked, or access to it was denied. Unlock it, allow Backup Doctor in, and try again.</source>
        <translation>Хранилище паролей заблокировано, или в доступе к нему отказано. Разблокируйте его, разрешите доступ программе Backup Doctor и повторите попытку.</translation>
    </message>
    <message>
        <source>The password store answered: {reason}.</source>
        <translation>Ответ хранилища паролей: {reason}.</translation>
    </message>
    <message>
        <source>Accounts and secrets are kept in the Windows Credential Manager, for your Windows user only.</source>
        <translation>Учётные записи и секреты сохраняются в диспетчере учётных данных Windows, только для вашего пользователя Windows.</translation>
    </message>
    <message>
        <source>Accounts and secrets are kept in your macOS keychain.</source>
        <translation>Учётные записи и секреты сохраняются в вашей связке ключей macOS.</translation>
    </message>
    <message>
        <source>Accounts and secrets are kept in your desktop&apos;s keyring (Secret Service).</source>
        <translation>Учётные записи и секреты сохраняются в хранилище паролей рабочего стола (Secret Service).</translation>
    </message>
    <message>
        <source>Accounts and secrets are kept in your KDE wallet.</source>
        <translation>Учётные записи и секреты сохраняются в вашем бумажнике KDE.</translation>
    </message>
    <message>
        <source>Accounts and secrets are kept in the password store “{name}”.</source>
        <translation>Учётные записи и секреты сохраняются в хранилище паролей «{name}».</translation>
    </message>
    <message>
        <source>Sign-in tokens are kept in memory only. You will be asked again after the next start.</source>
        <translation>Маркеры входа хранятся только в памяти. После следующего запуска придётся войти снова.</translation>
    </message>
    <message>
        <source>The sign-in tokens could not be deleted from the system&apos;s encrypted store: {reason}</source>
        <translation>Не удалось удалить маркеры входа из зашифрованного хранилища системы: {reason}</translation>
    </message>
    <message>
        <source>Sign-in tokens are kept in a file that Windows encrypts for you alone, so that you need not sign in at every start.</source>
        <translation>Маркеры входа сохраняются в файле, который Windows шифрует так, что открыть его можете только вы; входить при каждом запуске не нужно.</translation>
    </message>
    <message>
        <source>Sign-in tokens are kept in your macOS keychain, so that you need not sign in at every start.</source>
        <translation>Маркеры входа сохраняются в вашей связке ключей macOS; входить при каждом запуске не нужно.</translation>
    </message>
    <message>
        <source>Sign-in tokens are kept in your desktop&apos;s keyring (Secret Service), so that you need not sign in at every start.</source>
        <translation>Маркеры входа сохраняются в хранилище паролей рабочего стола (Secret Service); входить при каждом запуске не нужно.</translation>
    </message>
    <message>
        <source>Sign-in tokens are kept in memory only. You will be asked again after the next start: to keep them encrypted takes a Secret Service and PyGObject with libsecret, which do not answer here.</source>
        <translation>Маркеры входа хранятся только в памяти. После следующего запуска придётся войти снова: чтобы хранить маркеры зашифрованными, нужны Secret Service и PyGObject с libsecret, а здесь они не отвечают.</translation>
    </message>
    <message>
        <source>Sign-in tokens are kept in memory only. You will be asked again after the next start: the system&apos;s encrypted store answered {reason}</source>
        <translation>Маркеры входа хранятся только в памяти, и после следующего запуска придётся войти снова. Зашифрованное хранилище системы ответило: «{reason}»</translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>Browser</source>
        <translation>Браузер</translation>
    </message>
    <message>
        <source>Device code</source>
        <translation>Код устройства</translation>
    </message>
    <message>
        <source>Azure CLI</source>
        <translation>Azure CLI</translation>
    </message>
    <message>
        <source>Service principal, secret</source>
        <translation>Субъект-служба, секрет</translation>
    </message>
    <message>
        <source>Service principal, certificate</source>
        <translation>Субъект-служба, сертификат</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Маркер доступа</translation>
    </message>
    <message>
        <source>Windows account</source>
        <translation>Учётная запись Windows</translation>
    </message>
    <message>
        <source>Your browser opens once. Whatever your organisation asks for, such as a second factor, happens there.</source>
        <translation>Браузер откроется один раз. Всё, чего требует организация, например второй фактор, запрашивается в нём.</translation>
    </message>
    <message>
        <source>You get a code and type it into a browser on any device. Some organisations forbid this way.</source>
        <translation>Вы получаете код и вводите его в браузере на любом устройстве. Некоторые организации запрещают этот способ.</translation>
    </message>
    <message>
        <source>Uses the account that “az login” has signed in on this computer. Nothing is asked.</source>
        <translation>Используется учётная запись, под которой на этом компьютере выполнен вход командой «az login». Вводить ничего не нужно.</translation>
    </message>
    <message>
        <source>For an application that is registered in the tenant and has a client secret. No user has to sign in.</source>
        <translation>Для приложения, которое зарегистрировано в клиенте Entra и имеет секрет. Вход проходит без участия пользователя.</translation>
    </message>
    <message>
        <source>For an application that is registered in the tenant and has a certificate. The file must hold its private key.</source>
        <translation>Для приложения, которое зарегистрировано в клиенте Entra и имеет сертификат. В файле сертификата должен быть и закрытый ключ.</translation>
    </message>
    <message>
        <source>A token you already have. It stays in memory and is never stored. Reader rights are enough.</source>
        <translation>Маркер, который у вас уже есть. Он остаётся в памяти и нигде не сохраняется. Достаточно роли «Читатель» (Reader).</translation>
    </message>
    <message>
        <source>Uses the accounts that Windows knows, and fulfils policies that ask for a managed device.</source>
        <translation>Используются учётные записи, известные Windows; выполняются и политики, которые требуют управляемого устройства.</translation>
    </message>
</context>
<context>
    <name>MissingPermissions</name>
    <message>
        <source>Copy the missing permissions</source>
        <translation>Скопировать недостающие разрешения</translation>
    </message>
    <message>
        <source>Save role…</source>
        <translation>Сохранить роль…</translation>
    </message>
    <message>
        <source>A custom role for this repair, for whoever may grant it to you</source>
        <translation>Настраиваемая роль для этого исправления&#xa0;— для того, кто может вам её назначить</translation>
    </message>
    <message>
        <source>{action} at scope {scope}</source>
        <translation>{action} в области {scope}</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
    <message>
        <source>Save role</source>
        <translation>Сохранение роли</translation>
    </message>
</context>
<context>
    <name>Network</name>
    <message>
        <source>The VM&apos;s network blocks its access to Azure Storage</source>
        <translation>Сеть не пропускает ВМ к службе хранилища Azure</translation>
    </message>
    <message>
        <source>Some VMs send the snapshot command from inside the guest to Azure Storage over TCP 443: those with an agent below the supported minimum or with unmanaged disks. A current agent with managed disks takes the snapshot through the Azure host and needs no Internet access at all.</source>
        <translation>Некоторые ВМ передают команду моментального снимка в службу хранилища Azure из гостевой системы, по TCP&#xa0;443: это ВМ с агентом ниже минимальной поддерживаемой версии или с неуправляемыми дисками. При современном агенте и управляемых дисках снимок делается через узел Azure, и доступ в Интернет не нужен вовсе.</translation>
    </message>
    <message>
        <source>This VM needs it: its disks are unmanaged.</source>
        <translation>Этой ВМ такой доступ нужен: диски у неё неуправляемые.</translation>
    </message>
    <message>
        <source>This VM needs it: agent {version} is older than {minimum} and takes the snapshot from inside the guest.</source>
        <translation>Этой ВМ такой доступ нужен: версия агента {version} ниже {minimum}, и снимок делается из гостевой системы.</translation>
    </message>
    <message>
        <source>This VM may need it: it has disks with Write Accelerator.</source>
        <translation>Этой ВМ такой доступ может понадобиться: у неё есть диски с ускорителем записи.</translation>
    </message>
    <message>
        <source>This VM does not need it: it is {power}, and the backup of a VM that is off needs no network.</source>
        <translation>Этой ВМ такой доступ не нужен: она в состоянии {power}, а для резервного копирования выключенной ВМ сеть не нужна.</translation>
    </message>
    <message>
        <source>This VM does not need it: its policy takes agentless snapshots, which ask nothing of the guest.</source>
        <translation>Этой ВМ такой доступ не нужен: по её политике резервного копирования моментальные снимки делаются без агента и без участия гостевой системы.</translation>
    </message>
    <message>
        <source>This VM may need it: the error code says that the guest tried and found no network.</source>
        <translation>Этой ВМ такой доступ может понадобиться: судя по коду ошибки, гостевая система пыталась выйти в сеть и не смогла.</translation>
    </message>
    <message>
        <source>Whether this VM needs it depends on its agent&apos;s version, which a silent agent does not report.</source>
        <translation>Нужен ли этой ВМ такой доступ, зависит от версии агента, а он не отвечает и её не сообщает.</translation>
    </message>
    <message>
        <source>This VM does not need it: agent {version} with managed disks takes the snapshot through the Azure host.</source>
        <translation>Этой ВМ такой доступ не нужен: при агенте {version} и управляемых дисках снимок делается через узел Azure.</translation>
    </message>
    <message>
        <source>Azure shows no network interface for this VM.</source>
        <translation>Azure не показывает у этой ВМ ни одного сетевого интерфейса.</translation>
    </message>
    <message>
        <source>{one} {two}</source>
        <translation>{one} {two}</translation>
    </message>
    <message>
        <source>These are the rules in effect.</source>
        <translation>Это действующие правила.</translation>
    </message>
    <message>
        <source>These are the configured rules: while the VM does not run, Azure does not work out which are in effect.</source>
        <translation>Это настроенные правила: пока ВМ не работает, Azure не вычисляет, какие из них действуют.</translation>
    </message>
    <message>
        <source>These are the configured rules, because those in effect could not be read: {why}</source>
        <translation>Это настроенные правила, потому что действующие прочитать не удалось: {why}</translation>
    </message>
    <message>
        <source>These are the routes in effect.</source>
        <translation>Это действующие маршруты.</translation>
    </message>
    <message>
        <source>These are the configured routes: while the VM does not run, Azure does not work out which are in effect.</source>
        <translation>Это настроенные маршруты: пока ВМ не работает, Azure не вычисляет, какие из них действуют.</translation>
    </message>
    <message>
        <source>These are the configured routes, because those in effect could not be read: {why}</source>
        <translation>Это настроенные маршруты, потому что действующие прочитать не удалось: {why}</translation>
    </message>
    <message>
        <source>Another way out, of {nic}, is closed by rule {rule} of {nsg}; the VM&apos;s default route does not lead through it.</source>
        <translation>Другой выход, через интерфейс {nic}, закрывает правило {rule} группы {nsg}; маршрут ВМ по умолчанию через этот интерфейс не проходит.</translation>
    </message>
    <message>
        <source>Network security groups let the VM reach Azure Storage on TCP 443</source>
        <translation>Группы безопасности сети пропускают ВМ к службе хранилища Azure по TCP&#xa0;443</translation>
    </message>
    <message>
        <source>Both the group at the network interface and the one at the subnet must allow the traffic, and in each the rule with the lowest number that matches decides. A Deny for Internet with a lower number than the Allow for Storage is the classic mistake.</source>
        <translation>Трафик должны пропустить обе группы: и на сетевом интерфейсе, и на подсети; в каждой решает подходящее правило с наименьшим номером. Классическая ошибка&#xa0;— Deny для Internet с номером меньше, чем у Allow для Storage.</translation>
    </message>
    <message>
        <source>The routes lead from the VM to Azure Storage</source>
        <translation>Маршруты ведут от ВМ к службе хранилища Azure</translation>
    </message>
    <message>
        <source>A route with next hop None drops the traffic silently. A route to a firewall appliance or to the on-premises network hands the decision over to devices that Azure cannot ask.</source>
        <translation>Маршрут со следующим прыжком None молча отбрасывает трафик. Если маршрут ведёт к виртуальному модулю брандмауэра или в локальную сеть, решают устройства, которые Azure опросить не может.</translation>
    </message>
    <message>
        <source>The VM may use Azure&apos;s name resolution</source>
        <translation>ВМ может пользоваться разрешением имён Azure</translation>
    </message>
    <message>
        <source>Ordinary Deny rules do not affect the services of the Azure host (168.63.129.16); only rules with the tags AzurePlatformDNS, AzurePlatformIMDS and AzurePlatformLKM do. A Deny for AzurePlatformDNS leaves the VM without name resolution.</source>
        <translation>Обычные правила Deny не затрагивают службы узла Azure (168.63.129.16); на них действуют только правила с тегами AzurePlatformDNS, AzurePlatformIMDS и AzurePlatformLKM. Deny для AzurePlatformDNS оставляет ВМ без разрешения имён.</translation>
    </message>
    <message>
        <source>No rule blocks Azure&apos;s name resolution for {nic}.</source>
        <translation>Ни одно правило не закрывает для&#xa0;{nic} разрешение имён Azure.</translation>
    </message>
    <message>
        <source>The security admin rule {rule} of {nsg} always allows the traffic, so no network security group is consulted.</source>
        <translation>Правило администратора безопасности {rule} ({nsg}) всегда пропускает трафик, поэтому до групп безопасности сети дело не доходит.</translation>
    </message>
    <message>
        <source>The security admin rule {rule} of {nsg} decides before any network security group is consulted.</source>
        <translation>Решает правило администратора безопасности {rule} ({nsg}), до групп безопасности сети дело не доходит.</translation>
    </message>
    <message>
        <source>Rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443.</source>
        <translation>Правило {rule} (приоритет {priority}) группы {nsg} запрещает доступ к службе хранилища Azure по TCP&#xa0;443.</translation>
    </message>
    <message>
        <source>Rule {rule} (priority {priority}) of {nsg} covers only some of Azure Storage&apos;s addresses, so no definite conclusion is possible. These rules decide, each for its part: {names}.</source>
        <translation>Правило {rule} (приоритет {priority}) группы {nsg} касается лишь части адресов службы хранилища Azure, поэтому однозначного вывода сделать нельзя. Решают эти правила, каждое для своей части: {names}.</translation>
    </message>
    <message>
        <source>There is no network security group between {nic}, the VM&apos;s primary interface, and Azure Storage.</source>
        <translation>На пути от основного интерфейса ВМ, {nic}, к службе хранилища Azure нет ни одной группы безопасности сети.</translation>
    </message>
    <message>
        <source>{nic}, the VM&apos;s primary interface, may reach Azure Storage on TCP 443. Deciding rules: {names}.</source>
        <translation>Основному интерфейсу ВМ, {nic}, служба хранилища Azure доступна по TCP&#xa0;443; решающие правила: {names}.</translation>
    </message>
    <message>
        <source>No security admin rule blocks the VM&apos;s access to Azure Storage</source>
        <translation>Правила администратора безопасности не закрывают ВМ доступ к службе хранилища Azure</translation>
    </message>
    <message>
        <source>Security admin rules of Virtual Network Manager come before every network security group: their Deny ends the matter, whatever the groups allow. Only the rules in effect show them.</source>
        <translation>Правила администратора безопасности из Диспетчера виртуальных сетей (Virtual Network Manager) применяются раньше всех групп безопасности сети: их Deny окончателен, что бы ни разрешали группы. Видны они только среди действующих правил.</translation>
    </message>
    <message>
        <source>No security admin rule concerns the traffic to Azure Storage.</source>
        <translation>Ни одно правило администратора безопасности не касается трафика к службе хранилища Azure.</translation>
    </message>
    <message>
        <source>The security admin rule {rule} (priority {priority}) of {nsg} lets the traffic to Azure Storage pass.</source>
        <translation>Правило администратора безопасности {rule} ({nsg}, приоритет {priority}) пропускает трафик к службе хранилища Azure.</translation>
    </message>
    <message>
        <source>The security admin rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443.</source>
        <translation>Правило администратора безопасности {rule} ({nsg}, приоритет {priority}) запрещает доступ к службе хранилища Azure по TCP&#xa0;443.</translation>
    </message>
    <message>
        <source>The security admin rule {rule} (priority {priority}) of {nsg} denies a part of Azure Storage&apos;s addresses.</source>
        <translation>Правило администратора безопасности {rule} ({nsg}, приоритет {priority}) запрещает доступ к части адресов службы хранилища Azure.</translation>
    </message>
    <message>
        <source>Security admin rules could not be checked, which does not matter here.</source>
        <translation>Правила администратора безопасности проверить не удалось, но здесь это не важно.</translation>
    </message>
    <message>
        <source>Whether a security admin rule denies the traffic can be seen only in the rules in effect.</source>
        <translation>Запрещает ли трафик правило администратора безопасности, видно только по действующим правилам.</translation>
    </message>
    <message>
        <source>The route for {prefix} leads out through {hop}.</source>
        <translation>Маршрут для&#xa0;{prefix} ведёт наружу через {hop}.</translation>
    </message>
    <message>
        <source>The route for {prefix} has a next hop this program does not know: {hop}.</source>
        <translation>У маршрута для&#xa0;{prefix} следующий прыжок, неизвестный этой программе: {hop}.</translation>
    </message>
    <message>
        <source>The route for {prefix} sends a part of the Internet&apos;s addresses to {hop}; Azure Storage may be among them.</source>
        <translation>Маршрут для&#xa0;{prefix} направляет трафик к части адресов Интернета на&#xa0;{hop}; среди них могут быть и адреса службы хранилища Azure.</translation>
    </message>
    <message>
        <source>The route for {prefix} has next hop None: the traffic is dropped.</source>
        <translation>У маршрута для&#xa0;{prefix} следующий прыжок None: трафик отбрасывается.</translation>
    </message>
    <message>
        <source>The route for {prefix} leads to {hop}; whether Azure Storage can be reached is decided there.</source>
        <translation>Маршрут для&#xa0;{prefix} ведёт на&#xa0;{hop}; там и решается, доступна ли служба хранилища Azure.</translation>
    </message>
    <message>
        <source>The VM has a way out of its subnet where it needs one</source>
        <translation>У ВМ есть выход из подсети, если он ей нужен</translation>
    </message>
    <message>
        <source>From a private subnet only what has been set up for it leads to the Internet: a NAT gateway, a public address, a load balancer, a firewall. Storage in the VM&apos;s own region can be reached without one, but a custom route to the Internet has no effect without one.</source>
        <translation>Из частной подсети в Интернет ведёт только то, что создано для этого специально: шлюз NAT, общедоступный адрес, подсистема балансировки нагрузки, брандмауэр. Служба хранилища Azure в регионе ВМ доступна и без них, а вот собственный маршрут в Интернет без них ничего не даёт.</translation>
    </message>
    <message>
        <source>The subnet has an explicit way out.</source>
        <translation>У подсети есть явный выход наружу.</translation>
    </message>
    <message>
        <source>The interface is in the pool of a load balancer, whose outbound rules were not checked.</source>
        <translation>Интерфейс входит в пул подсистемы балансировки нагрузки; её правила для исходящего трафика не проверялись.</translation>
    </message>
    <message>
        <source>What leaves the subnet goes to {hop}.</source>
        <translation>Трафик из подсети уходит на&#xa0;{hop}.</translation>
    </message>
    <message>
        <source>The subnet has no way out of its own, and {nic} was given no default outbound access. Whether Azure Storage is reached was not tried.</source>
        <translation>Своего выхода наружу у подсети нет, и {nic} не получил исходящего доступа по умолчанию. Доступна ли служба хранилища Azure, не проверялось.</translation>
    </message>
    <message>
        <source>The subnet has no way out of its own and uses Azure&apos;s default outbound access.</source>
        <translation>Своего выхода наружу у подсети нет, она использует исходящий доступ Azure по умолчанию.</translation>
    </message>
    <message>
        <source>The subnet is private and has no way out, so the route for {prefix} to the Internet does nothing.</source>
        <translation>Подсеть частная и без выхода наружу, поэтому маршрут для&#xa0;{prefix} в Интернет ничего не даёт.</translation>
    </message>
    <message>
        <source>The subnet is private and has no way out. Azure Storage in the VM&apos;s region can be reached anyway; other addresses cannot, and a look inside the VM may not be able to send its result.</source>
        <translation>Подсеть частная и без выхода наружу. Служба хранилища Azure в регионе ВМ всё равно доступна; другие адреса недоступны, и проверка внутри ВМ, возможно, не сможет передать результат.</translation>
    </message>
    <message>
        <source>No service endpoint policy blocks the VM&apos;s access to Azure Storage</source>
        <translation>Политика конечной точки службы не закрывает ВМ доступ к службе хранилища Azure</translation>
    </message>
    <message>
        <source>With a policy at the subnet&apos;s service endpoint, every storage account it does not list is denied. The accounts that Azure Backup uses belong to Microsoft and cannot be listed.</source>
        <translation>Если для конечной точки службы в подсети задана политика, доступ закрыт ко всем учётным записям хранения, которых в ней нет. Учётные записи, которые использует Azure Backup, принадлежат Microsoft, и внести их в политику нельзя.</translation>
    </message>
    <message>
        <source>The subnet has no service endpoint policy.</source>
        <translation>У подсети нет политики конечной точки службы.</translation>
    </message>
    <message>
        <source>The subnet has a service endpoint policy, but no service endpoint for Azure Storage that it could act on.</source>
        <translation>У подсети есть политика конечной точки службы, но нет конечной точки службы хранилища Azure, на которую она могла бы действовать.</translation>
    </message>
    <message>
        <source>A policy at the subnet&apos;s service endpoint denies every storage account it does not list.</source>
        <translation>Политика конечной точки службы в подсети закрывает доступ ко всем учётным записям хранения, которых в ней нет.</translation>
    </message>
    <message>
        <source>Rule {rule} (priority {priority}) of {nsg} denies AzurePlatformDNS.</source>
        <translation>Правило {rule} ({nsg}, приоритет {priority}) запрещает AzurePlatformDNS.</translation>
    </message>
    <message>
        <source>The backup of a VM that is off needs no name resolution.</source>
        <translation>Для резервного копирования выключенной ВМ разрешение имён не нужно.</translation>
    </message>
    <message>
        <source>The VM uses its own DNS servers, so this does not matter.</source>
        <translation>ВМ обращается к собственным DNS-серверам, поэтому это не важно.</translation>
    </message>
    <message>
        <source>Unless the VM has its own DNS servers, it cannot resolve names.</source>
        <translation>Если у ВМ нет собственных DNS-серверов, она не может разрешать имена.</translation>
    </message>
    <message>
        <source>Rule {rule} of {nsg} denies {tag}; the agent and the backup reach the Azure host anyway.</source>
        <translation>Правило {rule} ({nsg}) запрещает {tag}; агенту и резервному копированию узел Azure всё равно доступен.</translation>
    </message>
    <message>
        <source>The VM&apos;s DNS servers resolve the names of Azure Storage</source>
        <translation>DNS-серверы ВМ разрешают имена службы хранилища Azure</translation>
    </message>
    <message>
        <source>If the VM or its network uses its own DNS servers, those must resolve the names of Azure Storage. Azure cannot say whether they do.</source>
        <translation>Если для ВМ или её сети указаны собственные DNS-серверы, они должны разрешать имена службы хранилища Azure. Так ли это, Azure сказать не может.</translation>
    </message>
    <message>
        <source>The VM uses Azure&apos;s name resolution.</source>
        <translation>ВМ использует разрешение имён Azure.</translation>
    </message>
    <message>
        <source>The VM uses its own DNS servers ({servers}).</source>
        <translation>ВМ обращается к собственным DNS-серверам ({servers}).</translation>
    </message>
    <message>
        <source>Whether they resolve the names of Azure Storage can only be tested inside the VM.</source>
        <translation>Разрешают ли они имена службы хранилища Azure, можно проверить только изнутри ВМ.</translation>
    </message>
    <message>
        <source>The guest reaches the Azure host</source>
        <translation>Узел Azure доступен из гостевой системы</translation>
    </message>
    <message>
        <source>The agent talks to the host address 168.63.129.16 on TCP 80 and 32526. A firewall, a proxy or a wrong route inside the guest cuts it off; Azure&apos;s own rules cannot.</source>
        <translation>Агент обменивается данными с узлом Azure по адресу 168.63.129.16, TCP&#xa0;80 и 32526. Этот путь может перекрыть брандмауэр, прокси-сервер или неверный маршрут внутри гостевой системы, но не правила Azure.</translation>
    </message>
    <message>
        <source>From inside the VM, 168.63.129.16 cannot be reached on TCP {ports}.</source>
        <translation>Изнутри ВМ адрес 168.63.129.16 недоступен по TCP&#xa0;{ports}.</translation>
    </message>
    <message>
        <source>168.63.129.16 takes connections from inside the VM, but does not answer over HTTP as the Azure host does.</source>
        <translation>Адрес 168.63.129.16 принимает подключения изнутри ВМ, но не отвечает по HTTP так, как отвечает узел Azure.</translation>
    </message>
    <message>
        <source>The guest has no route to it.</source>
        <translation>У гостевой системы нет маршрута к этому адресу.</translation>
    </message>
    <message numerus="yes">
        <source>The guest firewall has %n enabled outbound rule(s) that block.</source>
        <translation>
            <numerusform>В брандмауэре гостевой системы включено %n&#xa0;запрещающее исходящее правило.</numerusform>
            <numerusform>В брандмауэре гостевой системы включены %n&#xa0;запрещающих исходящих правила.</numerusform>
            <numerusform>В брандмауэре гостевой системы включено %n&#xa0;запрещающих исходящих правил.</numerusform>
        </translation>
    </message>
    <message>
        <source>A proxy is set for the system; it must not be used for 168.63.129.16.</source>
        <translation>Для системы задан прокси-сервер; обращения к 168.63.129.16 не должны идти через него.</translation>
    </message>
    <message>
        <source>From inside the VM, 168.63.129.16 can be reached on TCP 80 and 32526.</source>
        <translation>Изнутри ВМ адрес 168.63.129.16 доступен по TCP&#xa0;80 и 32526.</translation>
    </message>
    <message>
        <source>The extension&apos;s log shows that agent and extension do not fit together, which ends in the same error code as a missing network: update the agent and let the extension be installed again, and leave the firewall as it is.</source>
        <translation>Судя по журналу расширения, агент и расширение не подходят друг другу, а код ошибки при этом тот же, что и без сети: обновите агент, дайте расширению установиться заново, а брандмауэр оставьте как есть.</translation>
    </message>
    <message>
        <source>Allow Azure Storage in the network security groups</source>
        <translation>Разрешить службу хранилища Azure в группах безопасности сети</translation>
    </message>
    <message>
        <source>Adds a rule that lets this VM reach Azure Storage of its region on TCP 443 to each network security group that denies it. Helps only a VM whose guest itself has to reach Azure Storage.</source>
        <translation>Добавляет в каждую группу безопасности сети, которая запрещает этот трафик, правило, по которому этой ВМ доступна служба хранилища Azure в её регионе по TCP&#xa0;443. Помогает только той ВМ, гостевой системе которой самой нужна служба хранилища Azure.</translation>
    </message>
    <message>
        <source>Add a route for Azure Storage</source>
        <translation>Добавить маршрут к службе хранилища Azure</translation>
    </message>
    <message>
        <source>Adds an exception to the subnet&apos;s route table that leads straight to Azure Storage in the region. Helps if the routes drop the traffic or send it to a device that blocks it.</source>
        <translation>Добавляет в таблицу маршрутов подсети исключение, которое ведёт прямо к службе хранилища Azure в регионе. Помогает, если маршруты отбрасывают этот трафик или направляют его на устройство, которое его не пропускает.</translation>
    </message>
    <message>
        <source>Add a service endpoint for Azure Storage</source>
        <translation>Добавить конечную точку службы для хранилища Azure</translation>
    </message>
    <message>
        <source>Gives the subnet a direct route to Azure Storage in the region, which takes precedence over its other routes. Also works in a private subnet.</source>
        <translation>Даёт подсети прямой путь к службе хранилища Azure в регионе, более приоритетный, чем остальные её маршруты. Работает и в частной подсети.</translation>
    </message>
    <message>
        <source>Allow the Azure host in the guest&apos;s firewall</source>
        <translation>Разрешить узел Azure в брандмауэре гостевой системы</translation>
    </message>
    <message>
        <source>Adds a rule that allows access to 168.63.129.16 on TCP 80 and 32526. Helps when the guest&apos;s own firewall blocks it.</source>
        <translation>Добавляет правило, по которому адрес 168.63.129.16 доступен по TCP&#xa0;80 и 32526. Помогает, если его закрывает брандмауэр самой гостевой системы.</translation>
    </message>
    <message>
        <source>Bypass the proxy for the Azure host</source>
        <translation>Обращаться к узлу Azure в обход прокси-сервера</translation>
    </message>
    <message>
        <source>Adds 168.63.129.16 to the addresses that Windows reaches without its proxy, for WinHTTP and for the account SYSTEM.</source>
        <translation>Добавляет 168.63.129.16 к адресам, к которым Windows обращается без прокси-сервера,&#xa0;— для WinHTTP и для учётной записи SYSTEM.</translation>
    </message>
    <message>
        <source>Test the connection to the Azure host from inside the VM</source>
        <translation>Проверить путь к узлу Azure изнутри ВМ</translation>
    </message>
    <message>
        <source>The agent needs the host address 168.63.129.16 on TCP 80 and 32526. No network security group or route stands in this way, but a firewall, a proxy or a wrong route inside the guest can. On Linux test as root: the agent&apos;s own firewall rules let nobody else through.</source>
        <translation>Агенту нужен узел Azure: адрес 168.63.129.16, TCP&#xa0;80 и 32526. Группы безопасности сети и маршруты этому не мешают, а вот брандмауэр, прокси-сервер или неверный маршрут внутри гостевой системы могут. В Linux проверяйте от имени root: собственные правила брандмауэра агента больше никого не пропускают.</translation>
    </message>
    <message>
        <source>Keep proxies and the guest firewall from blocking the Azure host</source>
        <translation>Не закрывать путь к узлу Azure прокси-сервером и брандмауэром гостевой системы</translation>
    </message>
    <message>
        <source>Exempt 168.63.129.16 from every proxy setting of the system account, and allow outbound TCP 80 and 32526 to it in the guest firewall.</source>
        <translation>Исключите 168.63.129.16 из всех параметров прокси-сервера системной учётной записи и разрешите в брандмауэре гостевой системы исходящие подключения к нему по TCP&#xa0;80 и 32526.</translation>
    </message>
    <message>
        <source>If this VM needs it, allow Azure Storage of its region</source>
        <translation>Если ВМ это нужно, открыть доступ к службе хранилища Azure в её регионе</translation>
    </message>
    <message>
        <source>In every network security group that denies the traffic add an outbound rule: TCP, destination port 443, destination service tag Storage.&lt;region of the VM&gt;, with a lower number than the rule that denies. A group may serve other subnets and interfaces too. Updating the agent is the better cure where only its age makes the rule necessary.</source>
        <translation>В каждую группу безопасности сети, которая запрещает этот трафик, добавьте исходящее правило: TCP, порт назначения 443, тег службы назначения Storage.&lt;регион ВМ&gt;, номер меньше, чем у запрещающего правила. Группа может обслуживать и другие подсети и интерфейсы. Если правило понадобилось только из-за старого агента, лучше обновить агент.</translation>
    </message>
    <message>
        <source>If a route leads nowhere or to a firewall, let Azure Storage pass</source>
        <translation>Если маршрут ведёт в никуда или на брандмауэр, пропустить службу хранилища Azure</translation>
    </message>
    <message>
        <source>In the route table of the VM&apos;s subnet add a route for the service tag Storage.&lt;region of the VM&gt; with next hop Internet, or allow the same tag on the firewall the route leads to. In a private subnet a route to the Internet needs a NAT gateway as well.</source>
        <translation>В таблицу маршрутов подсети этой ВМ добавьте маршрут для тега службы Storage.&lt;регион ВМ&gt; со следующим прыжком Internet либо разрешите этот же тег на брандмауэре, куда ведёт маршрут. В частной подсети для маршрута в Интернет нужен ещё и шлюз NAT.</translation>
    </message>
    <message>
        <source>If the Internet may only be reached through a proxy</source>
        <translation>Если выход в Интернет только через прокси-сервер</translation>
    </message>
    <message>
        <source>Let the proxy itself out in its network security group, and enter it for the system account in the guest. A proxy that asks for a password is not supported. On Linux the proxy of waagent.conf counts for the agent only, not for its extensions. Port 8443, once recommended for managed disks, is not used today.</source>
        <translation>Откройте выход самому прокси-серверу в его группе безопасности сети и укажите его в гостевой системе для системной учётной записи. Прокси-сервер с паролем не поддерживается. В Linux прокси-сервер из waagent.conf действует только для агента, но не для его расширений. Порт 8443, который раньше советовали для управляемых дисков, теперь не используется.</translation>
    </message>
    <message>
        <source>Azure does not show the address and the subnet of {nic}.</source>
        <translation>Azure не показывает адрес и подсеть интерфейса {nic}.</translation>
    </message>
    <message>
        <source>No network security group denies Azure Storage, so there is nothing to allow.</source>
        <translation>Ни одна группа безопасности сети не запрещает службу хранилища Azure, поэтому разрешать нечего.</translation>
    </message>
    <message>
        <source>The rule is for the VM&apos;s address {address}, which is dynamic: if it ever changes, the rule has to follow.</source>
        <translation>Правило относится к адресу ВМ {address}, а он динамический: если адрес изменится, правило нужно будет изменить вслед за ним.</translation>
    </message>
    <message>
        <source>None. The new rule applies only to new connections.</source>
        <translation>Нет. Новое правило действует только на новые подключения.</translation>
    </message>
    <message>
        <source>Nothing. But the VM may then reach every storage account of its region on TCP 443, not only what the backup needs.</source>
        <translation>Ничего. Но после этого для ВМ по TCP&#xa0;443 доступны все учётные записи хранения её региона, а не только то, что нужно для резервного копирования.</translation>
    </message>
    <message>
        <source>Undoing it deletes the rule that was added.</source>
        <translation>При отмене добавленное правило удаляется.</translation>
    </message>
    <message>
        <source>The subnet is private and has no explicit way out, so a route to the Internet would do nothing. A service endpoint works there.</source>
        <translation>Подсеть частная и без явного выхода наружу, поэтому маршрут в Интернет ничего не даст. Поможет конечная точка службы.</translation>
    </message>
    <message>
        <source>The subnet has no route table to put an exception into; its routes come from elsewhere. A service endpoint works there.</source>
        <translation>У подсети нет таблицы маршрутов, в которую можно добавить исключение; её маршруты берутся из другого места. Поможет конечная точка службы.</translation>
    </message>
    <message>
        <source>Add a route for {tag} to the Internet to {table}</source>
        <translation>Добавить маршрут для&#xa0;{tag} в Интернет в таблицу {table}</translation>
    </message>
    <message>
        <source>Connections to storage accounts that are open now may be interrupted once and have to be re-established.</source>
        <translation>Открытые сейчас подключения к учётным записям хранения могут один раз оборваться, и их придётся установить заново.</translation>
    </message>
    <message>
        <source>Nothing. But a firewall or a proxy that the traffic to Azure Storage passed through no longer sees it.</source>
        <translation>Ничего. Но брандмауэр или прокси-сервер, через который шёл трафик к службе хранилища Azure, больше его не увидит.</translation>
    </message>
    <message>
        <source>Undoing it deletes the route that was added.</source>
        <translation>При отмене добавленный маршрут удаляется.</translation>
    </message>
    <message>
        <source>A service endpoint policy is attached to the subnet: with an endpoint it would deny every storage account it does not list, and those of Azure Backup cannot be listed. Whoever manages the policy has to detach it first.</source>
        <translation>К подсети привязана политика конечной точки службы: с конечной точкой она закроет доступ ко всем учётным записям хранения, которых в ней нет, а учётные записи Azure Backup внести в неё нельзя. Сначала её должен отвязать тот, кто ею управляет.</translation>
    </message>
    <message>
        <source>The subnet already has a service endpoint for Azure Storage. Check in the portal why it is not in effect.</source>
        <translation>У подсети уже есть конечная точка службы для хранилища Azure. Посмотрите на портале, почему она не действует.</translation>
    </message>
    <message>
        <source>Add a service endpoint for Azure Storage to the subnet {subnet}</source>
        <translation>Добавить в подсеть {subnet} конечную точку службы для хранилища Azure</translation>
    </message>
    <message>
        <source>Connections from the subnet to storage accounts break off for a moment while they switch to the endpoint.</source>
        <translation>Подключения из подсети к учётным записям хранения ненадолго оборвутся, пока переключаются на конечную точку.</translation>
    </message>
    <message>
        <source>Nothing. But storage accounts see the VM&apos;s private address from then on: one whose firewall admits only a public address shuts it out. And a firewall that the traffic passed through does not see it any more.</source>
        <translation>Ничего. Но с этого момента учётные записи хранения видят частный адрес ВМ: если брандмауэр учётной записи пропускает только общедоступный адрес, доступ закроется. А брандмауэр, через который шёл этот трафик, больше его не увидит.</translation>
    </message>
    <message>
        <source>Manually: remove Microsoft.Storage from the subnet&apos;s service endpoints. This program does not put the whole subnet back, because others may have changed it since.</source>
        <translation>Вручную: удалите Microsoft.Storage из конечных точек службы подсети. Подсеть целиком программа не возвращает, потому что с тех пор её мог изменить кто-то другой.</translation>
    </message>
    <message>
        <source>The security admin rule {rule} of {manager} denies the traffic before any network security group is consulted. Only whoever manages that Virtual Network Manager can change it.</source>
        <translation>Правило администратора безопасности {rule} ({manager}) запрещает этот трафик раньше, чем дело доходит до групп безопасности сети. Изменить его может только тот, кто управляет этим Диспетчером виртуальных сетей (Virtual Network Manager).</translation>
    </message>
    <message>
        <source>The routes already lead to Azure Storage, so there is nothing to change.</source>
        <translation>Маршруты уже ведут к службе хранилища Azure, поэтому менять нечего.</translation>
    </message>
    <message>
        <source>Add a rule to {nsg} that lets {address} reach {tag} on TCP 443</source>
        <translation>Добавить в группу {nsg} правило, которое открывает для&#xa0;{address} доступ к&#xa0;{tag} по TCP&#xa0;443</translation>
    </message>
    <message>
        <source>In {nsg} there is no free number below {priority}, the number of the rule that denies. Give that rule, or those before it, a higher number; then check again.</source>
        <translation>В группе {nsg} нет свободного номера меньше {priority}, а это номер запрещающего правила. Увеличьте номер этого правила или тех, что стоят перед ним, и проверьте ещё раз.</translation>
    </message>
    <message>
        <source>{table} already has a route for {tag}, called {route}. Change its next hop there if it leads elsewhere.</source>
        <translation>В таблице {table} уже есть маршрут для&#xa0;{tag}, его имя&#xa0;— {route}. Если он ведёт не туда, измените в нём следующий прыжок.</translation>
    </message>
    <message>
        <source>{table} already has the maximum number of routes with a service tag ({most}). Remove one first.</source>
        <translation>В таблице {table} уже столько маршрутов с тегом службы, сколько в ней может быть (предел&#xa0;— {most}). Сначала удалите один из них.</translation>
    </message>
    <message>
        <source>This helps the backup only if the guest itself has to reach Azure Storage. {need}</source>
        <translation>Резервному копированию это поможет, только если служба хранилища Azure нужна самой гостевой системе. {need}</translation>
    </message>
    <message>
        <source>If this is necessary only because the agent is old, it is better to update the agent.</source>
        <translation>Если это нужно только из-за старого агента, лучше обновить агент.</translation>
    </message>
    <message numerus="yes">
        <source>{nsg} also serves %n other subnet(s) or interface(s). The new rule names this VM&apos;s address alone, so it opens nothing for them.</source>
        <translation>
            <numerusform>Группа {nsg} обслуживает ещё %n&#xa0;подсеть или интерфейс. Новое правило касается только адреса этой ВМ, поэтому ничего другого оно не открывает.</numerusform>
            <numerusform>Группа {nsg} обслуживает ещё %n&#xa0;подсети или интерфейса. Новое правило касается только адреса этой ВМ, поэтому ничего другого оно не открывает.</numerusform>
            <numerusform>Группа {nsg} обслуживает ещё %n&#xa0;подсетей или интерфейсов. Новое правило касается только адреса этой ВМ, поэтому ничего другого оно не открывает.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{table} also serves %n other subnet(s): their way to Azure Storage changes too.</source>
        <translation>
            <numerusform>Таблица {table} обслуживает ещё %n&#xa0;подсеть: её путь к службе хранилища Azure тоже изменится.</numerusform>
            <numerusform>Таблица {table} обслуживает ещё %n&#xa0;подсети: их путь к службе хранилища Azure тоже изменится.</numerusform>
            <numerusform>Таблица {table} обслуживает ещё %n&#xa0;подсетей: их путь к службе хранилища Azure тоже изменится.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other IP configuration(s) are in the subnet: their way to Azure Storage changes too.</source>
        <translation>
            <numerusform>В подсети есть ещё %n&#xa0;IP-конфигурация: её путь к службе хранилища Azure тоже изменится.</numerusform>
            <numerusform>В подсети есть ещё %n&#xa0;IP-конфигурации: их путь к службе хранилища Azure тоже изменится.</numerusform>
            <numerusform>В подсети есть ещё %n&#xa0;IP-конфигураций: их путь к службе хранилища Azure тоже изменится.</numerusform>
        </translation>
    </message>
    <message>
        <source>Lock {lock} on {scope} forbids deletion: until it is lifted, this cannot be undone.</source>
        <translation>Блокировка {lock} в области {scope} запрещает удаление: пока она не снята, отменить это нельзя.</translation>
    </message>
</context>
<context>
    <name>NextSteps</name>
    <message>
        <source>See what could not be checked, resolve that, and check again: {cause}</source>
        <translation>Посмотрите, что не удалось проверить, устраните помеху и проверьте ещё раз: {cause}</translation>
    </message>
    <message>
        <source>What can only be seen inside the guest was not checked: under Symptom choose “Look inside the VM” and start again.</source>
        <translation>То, что видно только изнутри, не проверялось: на странице «Симптом» отметьте «Проверить и внутри ВМ» и начните заново.</translation>
    </message>
    <message>
        <source>Look at the suspected cause first: {cause}</source>
        <translation>Сначала проверьте предполагаемую причину: {cause}</translation>
    </message>
    <message>
        <source>Put the root cause right, step by step: {cause}</source>
        <translation>Устраните основную причину, шаг за шагом: {cause}</translation>
    </message>
    <message>
        <source>Then look at: {cause}</source>
        <translation>Затем посмотрите: {cause}</translation>
    </message>
    <message>
        <source>Check again, then run the backup once more</source>
        <translation>Проверьте ещё раз, затем повторите резервное копирование</translation>
    </message>
    <message>
        <source>The backup has succeeded; look at tomorrow&apos;s scheduled one, too</source>
        <translation>Резервное копирование прошло; проверьте и завтрашнее, по расписанию</translation>
    </message>
    <message>
        <source>The backup failed again: see what Azure says about it, and diagnose that</source>
        <translation>Резервное копирование снова завершилось сбоем: посмотрите, что сообщает Azure, и проведите диагностику по этим сведениям</translation>
    </message>
    <message>
        <source>A backup was started: see how it ends</source>
        <translation>Резервное копирование запущено: посмотрите, чем оно завершится</translation>
    </message>
    <message>
        <source>Run the backup once more</source>
        <translation>Повторите резервное копирование</translation>
    </message>
</context>
<context>
    <name>NotLooked</name>
    <message>
        <source>“{check}”: {reason}</source>
        <translation>«{check}». {reason}</translation>
    </message>
    <message>
        <source>{reason} Not checked because of that: {checks}.</source>
        <translation>{reason} По этой причине не проверено: {checks}.</translation>
    </message>
    <message numerus="yes">
        <source>{reason} Not checked because of that: {checks} and %n more check(s).</source>
        <translation>
            <numerusform>{reason} По этой причине не проверено: {checks} и ещё %n&#xa0;проверка.</numerusform>
            <numerusform>{reason} По этой причине не проверено: {checks} и ещё %n&#xa0;проверки.</numerusform>
            <numerusform>{reason} По этой причине не проверено: {checks} и ещё %n&#xa0;проверок.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Backup Doctor</source>
        <translation>Backup Doctor для ВМ Azure</translation>
    </message>
    <message>
        <source>The backup of {vm} has ended.</source>
        <translation>Резервное копирование завершено: {vm}.</translation>
    </message>
    <message>
        <source>The backup of {vm} has failed.</source>
        <translation>Резервное копирование завершилось сбоем: {vm}.</translation>
    </message>
</context>
<context>
    <name>OpenItems</name>
    <message>
        <source>Unfinished changes</source>
        <translation>Незавершённые изменения</translation>
    </message>
    <message>
        <source>These changes were started and not finished. The journal on this computer shows how far each of them got.</source>
        <translation>Эти изменения начаты, но не завершены. В журнале на этом компьютере записано, что уже сделано.</translation>
    </message>
    <message>
        <source>Nothing is unfinished.</source>
        <translation>Незавершённых изменений нет.</translation>
    </message>
    <message>
        <source>Another window of Backup Doctor is working on:
{undertakings}</source>
        <translation>В другом окне Backup Doctor выполняется:
{undertakings}</translation>
    </message>
    <message>
        <source>These files of the journal are damaged, and what they were about is not known. Check the VM in the portal, then delete them:
{files}</source>
        <translation>Эти файлы журнала повреждены, и к чему они относились, неизвестно. Проверьте ВМ на портале, затем удалите файлы:
{files}</translation>
    </message>
    <message>
        <source>{remedy} ({vm}, {when})</source>
        <translation>{remedy} ({vm}, {when})</translation>
    </message>
    <message>
        <source>Copy the requests that finish it</source>
        <translation>Скопировать запросы, которые это завершат</translation>
    </message>
    <message>
        <source>Copy the requests that undo it</source>
        <translation>Скопировать запросы, которые это отменят</translation>
    </message>
    <message>
        <source>{vm}
Begun {when}, by version {version}</source>
        <translation>{vm}
Начато: {when}, версия программы: {version}</translation>
    </message>
    <message>
        <source>Left to send</source>
        <translation>Осталось отправить</translation>
    </message>
    <message>
        <source>To undo it</source>
        <translation>Чтобы отменить</translation>
    </message>
</context>
<context>
    <name>PastActions</name>
    <message>
        <source>{when}: {action}</source>
        <translation>{when}: {action}</translation>
    </message>
    <message>
        <source>{step}: {stage}</source>
        <translation>{step}: {stage}</translation>
    </message>
</context>
<context>
    <name>PastCause</name>
    <message>
        <source>Hide the checks of: {cause}</source>
        <translation>Скрыть проверки причины: {cause}</translation>
    </message>
    <message>
        <source>Show the checks of: {cause}</source>
        <translation>Показать проверки причины: {cause}</translation>
    </message>
    <message>
        <source>{status}. {finding}</source>
        <translation>{status}. {finding}</translation>
    </message>
    <message numerus="yes">
        <source>Show the evidence (%n)</source>
        <translation>
            <numerusform>Показать подтверждения (%n)</numerusform>
            <numerusform>Показать подтверждения (%n)</numerusform>
            <numerusform>Показать подтверждения (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide the evidence</source>
        <translation>Скрыть подтверждения</translation>
    </message>
    <message>
        <source>{action}: {check}</source>
        <translation>{action}: {check}</translation>
    </message>
</context>
<context>
    <name>PastPage</name>
    <message>
        <source>A kept diagnosis</source>
        <translation>Сохранённая диагностика</translation>
    </message>
    <message>
        <source>Kept diagnosis of {vm}</source>
        <translation>Сохранённая диагностика: {vm}</translation>
    </message>
    <message>
        <source>{code}. Resource group {group}, subscription {subscription}</source>
        <translation>{code}. Группа ресурсов {group}, подписка {subscription}</translation>
    </message>
    <message>
        <source>As of {when} ({utc})</source>
        <translation>По состоянию на&#xa0;{when} ({utc})</translation>
    </message>
    <message>
        <source>This is what was found then, by version {version}. Nothing was asked of Azure again, and nothing can be changed here.</source>
        <translation>Показано то, что было найдено тогда (версия программы&#xa0;— {version}). Повторных запросов к Azure не было, и изменить здесь ничего нельзя.</translation>
    </message>
    <message>
        <source>This is what was found then in the demo tenant, by version {version}. Nothing here was asked again.</source>
        <translation>Показано то, что было найдено тогда в демонстрационной среде (версия программы&#xa0;— {version}). Повторных запросов не было.</translation>
    </message>
    <message>
        <source>&amp;Diagnose this VM again</source>
        <translation>Повторить &amp;диагностику этой ВМ</translation>
    </message>
    <message>
        <source>Sign in first.</source>
        <translation>Сначала войдите.</translation>
    </message>
    <message>
        <source>&amp;Compare with the one before</source>
        <translation>С&amp;равнить с предыдущей</translation>
    </message>
    <message>
        <source>There is no earlier diagnosis of this VM.</source>
        <translation>Более ранней диагностики этой ВМ нет.</translation>
    </message>
    <message>
        <source>Why this conclusion</source>
        <translation>Почему такой вывод</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Отчёт</translation>
    </message>
    <message>
        <source>Checks, before and after the repairs</source>
        <translation>Проверки до и после исправлений</translation>
    </message>
    <message>
        <source>What had been changed</source>
        <translation>Что было изменено</translation>
    </message>
    <message>
        <source>What could not be checked</source>
        <translation>Что не удалось проверить</translation>
    </message>
    <message>
        <source>All causes and checks</source>
        <translation>Все причины и проверки</translation>
    </message>
</context>
<context>
    <name>PastedVm</name>
    <message numerus="yes">
        <source>%n VM(s) are named here: {names}. Paste the id or the address of one.</source>
        <translation>
            <numerusform>Здесь названа %n&#xa0;машина: {names}. Вставьте идентификатор или адрес только одной.</numerusform>
            <numerusform>Здесь названы %n&#xa0;машины: {names}. Вставьте идентификатор или адрес только одной.</numerusform>
            <numerusform>Здесь названо %n&#xa0;машин: {names}. Вставьте идентификатор или адрес только одной.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is a backup job, not its VM. Choose the VM here; the job can be pasted on the next page.</source>
        <translation>Это задание резервного копирования, а не виртуальная машина. Выберите машину здесь; задание можно вставить на следующей странице.</translation>
    </message>
    <message>
        <source>This is “{name}” of type {type}, not a virtual machine. Paste the id or the portal address of the VM.</source>
        <translation>Это не виртуальная машина, а ресурс «{name}» типа {type}. Вставьте идентификатор ресурса машины или её адрес с портала.</translation>
    </message>
</context>
<context>
    <name>Pdf</name>
    <message>
        <source>Status</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Check and finding</source>
        <translation>Проверка и результат</translation>
    </message>
    <message>
        <source>Evidence and request id</source>
        <extracomment>heads a narrow column, repeated for each cause: at most 35 letters, or it takes two lines each time</extracomment>
        <translation>Подтверждение и ИД запроса</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Проверки</translation>
    </message>
    <message>
        <source>None was made: this code has no cause that can be checked from outside.</source>
        <translation>Не выполнялись: у этого кода нет причин, которые можно проверить снаружи.</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Вывод</translation>
    </message>
    <message>
        <source>Checks in order</source>
        <translation>Проверки в норме</translation>
    </message>
    <message>
        <source>What each of these checks found: page {page}</source>
        <extracomment>a link to the appendix; keep {page}</extracomment>
        <translation>Что показала каждая из этих проверок: страница {page}</translation>
    </message>
    <message>
        <source>Appendix: the other causes</source>
        <translation>Приложение: остальные причины</translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) that can only be seen inside the VM</source>
        <extracomment>a cell of the list of causes</extracomment>
        <translation>
            <numerusform>%n&#xa0;причина, видимая только внутри ВМ</numerusform>
            <numerusform>%n&#xa0;причины, видимые только внутри ВМ</numerusform>
            <numerusform>%n&#xa0;причин, видимых только внутри ВМ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) that do not concern this VM</source>
        <extracomment>a cell of the list of causes</extracomment>
        <translation>
            <numerusform>%n&#xa0;причина, которая не относится к этой ВМ</numerusform>
            <numerusform>%n&#xa0;причины, которые не относятся к этой ВМ</numerusform>
            <numerusform>%n&#xa0;причин, которые не относятся к этой ВМ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s) of which every check is in order</source>
        <extracomment>a cell of the list of causes</extracomment>
        <translation>
            <numerusform>%n&#xa0;причина, по которой все проверки в норме</numerusform>
            <numerusform>%n&#xa0;причины, по которым все проверки в норме</numerusform>
            <numerusform>%n&#xa0;причин, по которым все проверки в норме</numerusform>
        </translation>
    </message>
    <message>
        <source>{good} of {all}</source>
        <extracomment>how many of a cause&apos;s checks are in order, as in «3 of 4»</extracomment>
        <translation>{good} из&#xa0;{all}</translation>
    </message>
    <message>
        <source>Nothing: for this code no check was to be made.</source>
        <translation>Таких нет: для этого кода проверок не предусмотрено.</translation>
    </message>
    <message>
        <source>Carried out</source>
        <translation>Выполнено</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлено</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Отменено</translation>
    </message>
    <message>
        <source>Left as it was</source>
        <translation>Оставлено как есть</translation>
    </message>
    <message>
        <source>Unfinished</source>
        <translation>Не завершено</translation>
    </message>
    <message>
        <source>Carried out: “{repair}”</source>
        <translation>Выполнено: «{repair}»</translation>
    </message>
    <message>
        <source>Stopped: “{repair}”</source>
        <translation>Остановлено: «{repair}»</translation>
    </message>
    <message>
        <source>Undone: “{repair}”</source>
        <translation>Отменено: «{repair}»</translation>
    </message>
    <message>
        <source>Left as it was: “{repair}”</source>
        <translation>Оставлено как есть: «{repair}»</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>Ничего не отправлено.</translation>
    </message>
    <message>
        <source>None: this program has changed nothing.</source>
        <translation>Нет: эта программа ничего не меняла.</translation>
    </message>
    <message>
        <source>Step and how it ended</source>
        <translation>Шаг и чем он завершился</translation>
    </message>
    <message>
        <source>Request, answer and request id</source>
        <translation>Запрос, ответ и идентификатор запроса</translation>
    </message>
    <message>
        <source>Every request in full: page {page}</source>
        <extracomment>a link to the appendix; keep {page}</extracomment>
        <translation>Все запросы полностью: с.&#xa0;{page}</translation>
    </message>
    <message>
        <source>Appendix: the changes, request by request</source>
        <translation>Приложение: изменения, запрос за запросом</translation>
    </message>
    <message>
        <source>Answer and request id</source>
        <translation>Ответ и идентификатор запроса</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>Its steps: page {page}</source>
        <extracomment>a link to the appendix; keep {page}</extracomment>
        <translation>Шаги: страница {page}</translation>
    </message>
    <message>
        <source>Begun {begun}</source>
        <translation>Начато: {begun}</translation>
    </message>
    <message>
        <source>Begun {begun}, ended {ended}</source>
        <translation>Начато: {begun}, завершено: {ended}</translation>
    </message>
    <message>
        <source>Undone with:</source>
        <translation>Отменено запросом:</translation>
    </message>
    <message>
        <source>No answer is known.</source>
        <translation>Ответ неизвестен.</translation>
    </message>
    <message>
        <source>Answer: {status}</source>
        <translation>Ответ: {status}</translation>
    </message>
    <message>
        <source>Checks before and after</source>
        <translation>Проверки до и после</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>До</translation>
    </message>
    <message>
        <source>After</source>
        <translation>После</translation>
    </message>
    <message numerus="yes">
        <source>%n more check(s) say something else now: in the attached file.</source>
        <translation>
            <numerusform>Ещё у %n&#xa0;проверки теперь другой результат: он есть во вложенном файле.</numerusform>
            <numerusform>Ещё у %n&#xa0;проверок теперь другой результат: он есть во вложенном файле.</numerusform>
            <numerusform>Ещё у %n&#xa0;проверок теперь другой результат: он есть во вложенном файле.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) made again came to what they had found before.</source>
        <translation>
            <numerusform>%n&#xa0;повторная проверка дала тот же результат.</numerusform>
            <numerusform>%n&#xa0;повторные проверки дали тот же результат.</numerusform>
            <numerusform>%n&#xa0;повторных проверок дали тот же результат.</numerusform>
        </translation>
    </message>
    <message>
        <source>Begun: “{repair}”</source>
        <translation>Начато: «{repair}»</translation>
    </message>
    <message numerus="yes">
        <source>%n missing: “What could not be checked” names them.</source>
        <translation>
            <numerusform>Не хватает %n&#xa0;разрешения: оно названо в разделе «Что не удалось проверить».</numerusform>
            <numerusform>Не хватает %n&#xa0;разрешений: они названы в разделе «Что не удалось проверить».</numerusform>
            <numerusform>Не хватает %n&#xa0;разрешений: они названы в разделе «Что не удалось проверить».</numerusform>
        </translation>
    </message>
    <message>
        <source>Enough for every check that was made.</source>
        <translation>Достаточно для всех выполненных проверок.</translation>
    </message>
    <message>
        <source>Every permission, held and missing: page {page}</source>
        <extracomment>a link to the appendix; keep {page}</extracomment>
        <translation>Все разрешения, имеющиеся и недостающие: страница {page}</translation>
    </message>
    <message>
        <source>Permissions for the checks</source>
        <translation>Разрешения для проверок</translation>
    </message>
    <message>
        <source>Permissions for the changes</source>
        <translation>Разрешения для изменений</translation>
    </message>
    <message>
        <source>Why it could not be made</source>
        <translation>Почему не удалось выполнить</translation>
    </message>
    <message>
        <source>Missing permission and scope</source>
        <translation>Недостающее разрешение и область</translation>
    </message>
    <message>
        <source>What could not be checked</source>
        <translation>Что не удалось проверить</translation>
    </message>
    <message numerus="yes">
        <source>%n more piece(s) of evidence: in the attached file.</source>
        <translation>
            <numerusform>Ещё %n&#xa0;подтверждение&#xa0;— в приложенном файле.</numerusform>
            <numerusform>Ещё %n&#xa0;подтверждения&#xa0;— в приложенном файле.</numerusform>
            <numerusform>Ещё %n&#xa0;подтверждений&#xa0;— в приложенном файле.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing: every check that applies to this VM and was asked for could be made.</source>
        <translation>Таких нет: все проверки, которые применимы к этой ВМ и были запрошены, выполнены.</translation>
    </message>
    <message>
        <source>No permission is known to be missing.</source>
        <translation>Недостающих разрешений не выявлено.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more check(s)</source>
        <extracomment>below the titles of checks that could not be made for one reason</extracomment>
        <translation>
            <numerusform>и ещё %n&#xa0;проверка</numerusform>
            <numerusform>и ещё %n&#xa0;проверки</numerusform>
            <numerusform>и ещё %n&#xa0;проверок</numerusform>
        </translation>
    </message>
    <message>
        <source>Check, time of the answer and request id</source>
        <translation>Проверка, время ответа и идентификатор запроса</translation>
    </message>
    <message>
        <source>Request and the value that decided</source>
        <translation>Запрос и решающее значение</translation>
    </message>
    <message>
        <source>Values longer than {limit} characters are shortened here and whole in the attached file.</source>
        <translation>Значения длиннее {limit} знаков здесь сокращены; полностью они есть в приложенном файле.</translation>
    </message>
    <message>
        <source>Appendix: all evidence</source>
        <translation>Приложение: все подтверждения</translation>
    </message>
    <message>
        <source>Backup Doctor for Azure VMs</source>
        <translation>Backup Doctor для ВМ Azure</translation>
    </message>
    <message>
        <source>{code} (given by the administrator)</source>
        <translation>{code} (указан администратором)</translation>
    </message>
    <message>
        <source>{code} (from the last failed backup job)</source>
        <translation>{code} (из последнего задания резервного копирования со сбоем)</translation>
    </message>
    <message>
        <source>{code} (found in the pasted text)</source>
        <translation>{code} (найден во вставленном тексте)</translation>
    </message>
    <message>
        <source>Backup diagnosis of {vm}</source>
        <translation>Диагностика резервного копирования: {vm}</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <extracomment>footer of each page; keep {page} and {pages}</extracomment>
        <translation>Страница {page} из&#xa0;{pages}</translation>
    </message>
    <message>
        <source>Document {identity}</source>
        <translation>Документ {identity}</translation>
    </message>
    <message>
        <source>The whole diagnosis as data, nothing shortened.</source>
        <translation>Вся диагностика в виде данных, без сокращений.</translation>
    </message>
    <message>
        <source>Changes made</source>
        <translation>Внесённые изменения</translation>
    </message>
    <message>
        <source>This command shows what a repair would do, request by request. Only with --apply does it change anything.</source>
        <translation>Эта команда показывает, что сделает исправление, запрос за запросом. Изменяет она что-либо только с --apply.</translation>
    </message>
    <message>
        <source>Commands to repeat</source>
        <translation>Команды для повтора</translation>
    </message>
    <message>
        <source>This command makes the same checks again. It changes nothing.</source>
        <translation>Эта команда выполняет те же проверки ещё раз. Она ничего не меняет.</translation>
    </message>
    <message>
        <source>Instead of that repair it can name another:</source>
        <translation>Вместо этого исправления в ней можно указать другое:</translation>
    </message>
    <message>
        <source>Virtual machine</source>
        <translation>Виртуальная машина</translation>
    </message>
    <message>
        <source>Resource group</source>
        <translation>Группа ресурсов</translation>
    </message>
    <message>
        <source>Error code</source>
        <translation>Код ошибки</translation>
    </message>
    <message>
        <source>None was given, so every known cause was examined.</source>
        <translation>Не указан, поэтому проверены все известные причины.</translation>
    </message>
    <message>
        <source>Its message</source>
        <translation>Сообщение</translation>
    </message>
    <message>
        <source>Names, ids and addresses are masked</source>
        <translation>Имена, идентификаторы и адреса скрыты</translation>
    </message>
    <message>
        <source>Holds names and ids: not for the public</source>
        <translation>Содержит имена и идентификаторы: не для публикации</translation>
    </message>
    <message>
        <source>Why there is none</source>
        <translation>Почему кода нет</translation>
    </message>
    <message>
        <source>Backup failed</source>
        <translation>Сбой произошёл</translation>
    </message>
    <message>
        <source>The diagnosis started.</source>
        <translation>Диагностика началась.</translation>
    </message>
    <message>
        <source>The diagnosis finished.</source>
        <translation>Диагностика завершилась.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Ход событий</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>Местное время</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>Время UTC</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Событие</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) in between: in the attached file.</source>
        <translation>
            <numerusform>Между ними ещё %n&#xa0;событие: оно есть во вложенном файле.</numerusform>
            <numerusform>Между ними ещё %n&#xa0;события: они есть во вложенном файле.</numerusform>
            <numerusform>Между ними ещё %n&#xa0;событий: они есть во вложенном файле.</numerusform>
        </translation>
    </message>
    <message>
        <source>A backup failed.</source>
        <translation>Резервное копирование завершилось сбоем.</translation>
    </message>
    <message>
        <source>A backup failed: {code}</source>
        <translation>Резервное копирование завершилось сбоем: {code}</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>Azure, the public cloud</source>
        <translation>Azure, общедоступное облако</translation>
    </message>
    <message>
        <source>Azure for the US government</source>
        <translation>Azure для государственных организаций США</translation>
    </message>
    <message>
        <source>Azure in China</source>
        <translation>Azure, Китай</translation>
    </message>
    <message>
        <source>The demo tenant on this computer</source>
        <translation>Демонстрационная среда на этом компьютере</translation>
    </message>
    <message>
        <source>Another cloud</source>
        <translation>Другое облако</translation>
    </message>
    <message>
        <source>None: it did not leave this computer</source>
        <translation>Нет: соединение внутри этого компьютера</translation>
    </message>
    <message>
        <source>A proxy that an environment variable names</source>
        <translation>Задан в переменной среды</translation>
    </message>
    <message>
        <source>None: NO_PROXY excludes the endpoint</source>
        <translation>Нет: конечная точка исключена в NO_PROXY</translation>
    </message>
    <message>
        <source>A proxy that the system&apos;s settings name</source>
        <translation>Задан в параметрах системы</translation>
    </message>
    <message>
        <source>None: direct</source>
        <translation>Нет: прямое подключение</translation>
    </message>
    <message>
        <source>{account} (browser)</source>
        <translation>{account} (браузер)</translation>
    </message>
    <message>
        <source>{account} (device code)</source>
        <translation>{account} (код устройства)</translation>
    </message>
    <message>
        <source>{account} (session of Azure CLI)</source>
        <translation>{account} (сеанс Azure CLI)</translation>
    </message>
    <message>
        <source>{account} (service principal with a secret)</source>
        <translation>{account} (субъект-служба с секретом)</translation>
    </message>
    <message>
        <source>{account} (service principal with a certificate)</source>
        <translation>{account} (субъект-служба с сертификатом)</translation>
    </message>
    <message>
        <source>{account} (access token)</source>
        <translation>{account} (маркер доступа)</translation>
    </message>
    <message>
        <source>{account} (Windows account)</source>
        <translation>{account} (учётная запись Windows)</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Программа</translation>
    </message>
    <message>
        <source>Rule set</source>
        <translation>Набор правил</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Attached data</source>
        <translation>Приложенные данные</translation>
    </message>
    <message>
        <source>{file}, schema {schema}</source>
        <translation>{file}, схема {schema}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Среда выполнения</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Прокси-сервер</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Облако</translation>
    </message>
    <message>
        <source>Azure endpoint</source>
        <translation>Конечная точка Azure</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Подписка</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Регион</translation>
    </message>
    <message>
        <source>Operating system</source>
        <translation>Операционная система</translation>
    </message>
    <message>
        <source>Power state</source>
        <translation>Состояние питания</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Клиент Entra</translation>
    </message>
    <message>
        <source>Tenant id</source>
        <translation>ИД клиента Entra</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Вход выполнен</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Среда</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Permission</source>
        <translation>Разрешение</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Область</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Есть</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Не хватает</translation>
    </message>
    <message>
        <source>Appendix: permissions for the checks</source>
        <translation>Приложение: разрешения для проверок</translation>
    </message>
    <message>
        <source>Held are those without which Azure would not have given the answers that this document shows.</source>
        <translation>«Есть» означает: без этого разрешения не было бы ответов Azure, приведённых в этом документе.</translation>
    </message>
    <message>
        <source>Status of a check</source>
        <translation>Состояние проверки</translation>
    </message>
    <message>
        <source>Verdict on a cause</source>
        <translation>Вывод о причине</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Словарь терминов</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Термины</translation>
    </message>
    <message>
        <source>Root cause, confirmed</source>
        <translation>Основная причина, подтверждена</translation>
    </message>
    <message>
        <source>Probable root cause, suspected</source>
        <translation>Вероятная основная причина, под подозрением</translation>
    </message>
    <message>
        <source>Changes were made, and not all is put right: root cause, confirmed</source>
        <translation>Изменения внесены, но устранено не всё: основная причина, подтверждена</translation>
    </message>
    <message>
        <source>Changes were made, and not all is put right: probable root cause, suspected</source>
        <translation>Изменения внесены, но устранено не всё: вероятная основная причина, под подозрением</translation>
    </message>
    <message>
        <source>Put right, not proved yet</source>
        <translation>Устранено, но пока не подтверждено</translation>
    </message>
    <message>
        <source>Put right: “{cause}”</source>
        <translation>Устранено: «{cause}»</translation>
    </message>
    <message>
        <source>The checks that had found it are in order now. A backup still has to prove it.</source>
        <translation>Проверки, которые нашли эту причину, теперь в норме. Осталось подтвердить это резервным копированием.</translation>
    </message>
    <message>
        <source>The checks that had found it are in order now. How the backup ended that was asked for since is not known yet.</source>
        <translation>Проверки, которые нашли эту причину, теперь в норме. Чем завершилось запрошенное после этого резервное копирование, пока неизвестно.</translation>
    </message>
    <message>
        <source>Not fixed</source>
        <translation>Не исправлено</translation>
    </message>
    <message>
        <source>Ruled out now, but the backup fails: “{cause}”</source>
        <translation>Причина «{cause}» теперь исключена, но резервное копирование завершается сбоем</translation>
    </message>
    <message>
        <source>The checks that had found it are in order now, but the backup that was started since has failed. Something else prevents it.</source>
        <translation>Проверки, которые нашли эту причину, теперь в норме, но запущенное после этого резервное копирование завершилось сбоем. Ему мешает что-то другое.</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>Исправлено</translation>
    </message>
    <message>
        <source>Fixed: “{cause}”</source>
        <translation>Исправлено: «{cause}»</translation>
    </message>
    <message>
        <source>The checks that had found it are in order now, and a backup has completed since.</source>
        <translation>Проверки, которые нашли эту причину, теперь в норме, и после этого резервное копирование прошло.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>This code has no cause that can be checked from outside</source>
        <translation>У этого кода нет причин, которые можно проверить снаружи</translation>
    </message>
    <message>
        <source>Nothing was checked. “What to do next” says what is known about this code.</source>
        <translation>Ничего не проверялось. Что известно об этом коде, сказано в разделе «Что делать дальше».</translation>
    </message>
    <message>
        <source>No check could be made. “What could not be checked” says why.</source>
        <translation>Не удалось выполнить ни одной проверки. Почему&#xa0;— сказано в разделе «Что не удалось проверить».</translation>
    </message>
    <message>
        <source>No cause found, but not everything could be checked</source>
        <translation>Причина не найдена, но проверить удалось не всё</translation>
    </message>
    <message>
        <source>The checks that could be made found no fault. The cause may be among what could not be checked.</source>
        <translation>Выполненные проверки неисправностей не нашли. Причина может скрываться за проверками, которые выполнить не удалось.</translation>
    </message>
    <message>
        <source>This program has changed nothing.</source>
        <translation>Эта программа ничего не меняла.</translation>
    </message>
    <message>
        <source>Changes were made, but not all is put right.</source>
        <translation>Изменения внесены, но устранено не всё.</translation>
    </message>
    <message>
        <source>Fixed: no</source>
        <translation>Исправлено: нет</translation>
    </message>
    <message>
        <source>Fixed: nothing was found to fix</source>
        <translation>Исправлено: не найдено, что исправлять</translation>
    </message>
    <message>
        <source>Fixed: not proved yet</source>
        <translation>Исправлено: пока не подтверждено</translation>
    </message>
    <message>
        <source>The fault is gone, but no backup has completed since.</source>
        <translation>Неисправности больше нет, но резервное копирование после этого ещё не прошло.</translation>
    </message>
    <message>
        <source>The fault is gone, and a backup is under way.</source>
        <translation>Неисправности больше нет, резервное копирование выполняется.</translation>
    </message>
    <message>
        <source>The fault is gone, but the backup has failed again.</source>
        <translation>Неисправности больше нет, но резервное копирование снова завершилось сбоем.</translation>
    </message>
    <message>
        <source>Fixed: yes</source>
        <translation>Исправлено: да</translation>
    </message>
    <message>
        <source>The fault is gone, and a backup has completed since.</source>
        <translation>Неисправности больше нет, и после этого резервное копирование прошло.</translation>
    </message>
    <message>
        <source>Nothing could be checked</source>
        <translation>Проверить ничего не удалось</translation>
    </message>
    <message>
        <source>No cause found from outside</source>
        <translation>Снаружи причина не найдена</translation>
    </message>
    <message>
        <source>No check that was made found a fault. What can only be seen inside the guest was not checked: the cause may be there.</source>
        <translation>Ни одна из выполненных проверок не нашла неисправности. То, что видно только изнутри, не проверялось: причина может быть там.</translation>
    </message>
    <message>
        <source>No cause found</source>
        <translation>Причина не найдена</translation>
    </message>
    <message>
        <source>No check that was made found a fault. The failure may have been temporary, or may have a cause that this program does not know.</source>
        <translation>Ни одна из выполненных проверок не нашла неисправности. Сбой мог быть временным или иметь причину, которая здесь неизвестна.</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>Что делать дальше</translation>
    </message>
    <message>
        <source>How to carry out each step, with commands: page {page}</source>
        <extracomment>a link to the appendix; keep {page}</extracomment>
        <translation>Как выполнить каждый шаг, с командами: страница {page}</translation>
    </message>
    <message numerus="yes">
        <source>%n repair(s) can be done by this program</source>
        <translation>
            <numerusform>Программа может сама выполнить %n&#xa0;исправление</numerusform>
            <numerusform>Программа может сама выполнить %n&#xa0;исправления</numerusform>
            <numerusform>Программа может сама выполнить %n&#xa0;исправлений</numerusform>
        </translation>
    </message>
    <message>
        <source>{repairs}. It shows every request beforehand. The commands are under “Commands to repeat”.</source>
        <translation>{repairs}. Перед этим программа покажет каждый запрос. Команды приведены в разделе «Команды для повтора».</translation>
    </message>
    <message>
        <source>Manually, step by step</source>
        <translation>Вручную, шаг за шагом</translation>
    </message>
    <message>
        <source>Unfinished: “{repair}”. Finish or undo it</source>
        <translation>Не завершено: «{repair}». Завершить или отменить</translation>
    </message>
    <message>
        <source>“Changes made” shows how far it got. On the computer where it was begun, this program offers both when it starts; the command is: backup-doctor journal</source>
        <translation>Что уже сделано, показано в разделе «Внесённые изменения». На компьютере, где это было начато, программа при запуске предложит и завершить, и отменить; команда: backup-doctor journal</translation>
    </message>
    <message>
        <source>{lock} {more}</source>
        <translation>{lock} {more}</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>«{title}»</translation>
    </message>
    <message>
        <source>{first}, “{next}”</source>
        <extracomment>a list of repairs, growing to the right</extracomment>
        <translation>{first}, «{next}»</translation>
    </message>
    <message>
        <source>Appendix: the steps in detail</source>
        <translation>Приложение: шаги подробно</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Выполнено</translation>
    </message>
    <message>
        <source>Microsoft&apos;s documentation of this cause</source>
        <translation>Документация Microsoft об этой причине</translation>
    </message>
    <message>
        <source>Back up again</source>
        <translation>Повторить резервное копирование</translation>
    </message>
    <message>
        <source>What was found is gone, but only a backup that completes proves it. The command is under “Commands to repeat”.</source>
        <translation>Найденной причины больше нет, но подтвердит это только завершённое резервное копирование. Команда приведена в разделе «Команды для повтора».</translation>
    </message>
    <message>
        <source>Wait for the backup that was started</source>
        <translation>Дождаться окончания запущенного резервного копирования</translation>
    </message>
    <message>
        <source>Its job is in the vault, under “Backup jobs”. If it fails, repeat the diagnosis with its error code.</source>
        <translation>Его задание&#xa0;— в хранилище, в разделе «Задания резервного копирования». Если оно завершится сбоем, повторите диагностику с его кодом ошибки.</translation>
    </message>
    <message>
        <source>Repeat the diagnosis with the error code of the backup that failed</source>
        <translation>Повторить диагностику с кодом ошибки резервного копирования, которое завершилось сбоем</translation>
    </message>
    <message>
        <source>What was found before is ruled out now, so something else makes it fail. “Changes made” holds what Azure said.</source>
        <translation>То, что было найдено раньше, теперь исключено, значит, сбой вызывает что-то другое. Ответ Azure приведён в разделе «Внесённые изменения».</translation>
    </message>
    <message>
        <source>Nothing more has to be done now</source>
        <translation>Больше сейчас ничего делать не нужно</translation>
    </message>
    <message>
        <source>Look at the next scheduled backup: if it completes too, the matter is closed.</source>
        <translation>Посмотрите на следующее резервное копирование по расписанию: если и оно пройдёт, вопрос закрыт.</translation>
    </message>
    <message>
        <source>Repeat the diagnosis, then back up again</source>
        <translation>Повторить диагностику, затем резервное копирование</translation>
    </message>
    <message>
        <source>Look at the suspected cause</source>
        <translation>Проверить предполагаемую причину</translation>
    </message>
    <message>
        <source>The steps below show whether it is there, and remove it.</source>
        <translation>Шаги ниже показывают, действительно ли она есть, и устраняют её.</translation>
    </message>
    <message>
        <source>Remove the cause manually</source>
        <translation>Устранить причину вручную</translation>
    </message>
    <message>
        <source>The steps below remove it; some are only for special cases.</source>
        <translation>Её устраняют шаги ниже; некоторые из них нужны только в особых случаях.</translation>
    </message>
    <message>
        <source>Attach this document: it names the VM, the error code and its message. Add the time of the failed backup job.</source>
        <translation>Приложите этот документ: в нём названы ВМ, код ошибки и сообщение. Добавьте время задания, которое завершилось сбоем.</translation>
    </message>
    <message>
        <source>Repeat the diagnosis and look inside the VM</source>
        <translation>Повторить диагностику с проверкой внутри ВМ</translation>
    </message>
    <message>
        <source>Get the missing permissions and repeat the diagnosis</source>
        <translation>Получить недостающие разрешения и повторить диагностику</translation>
    </message>
    <message>
        <source>“What could not be checked” names each permission and its scope. An owner of that scope can grant it.</source>
        <translation>В разделе «Что не удалось проверить» названо каждое разрешение и его область. Выдать его может владелец этой области.</translation>
    </message>
    <message>
        <source>Repeat the diagnosis</source>
        <translation>Повторить диагностику</translation>
    </message>
    <message>
        <source>“What could not be checked” names the checks that could not be made, and the reasons.</source>
        <translation>В разделе «Что не удалось проверить» названы проверки, которые выполнить не удалось, и сказано почему.</translation>
    </message>
    <message>
        <source>Start a backup from the vault</source>
        <translation>Запустить резервное копирование из хранилища</translation>
    </message>
    <message>
        <source>If it succeeds, the failure was temporary. If it fails, note the error code and repeat the diagnosis with that code.</source>
        <translation>Если оно пройдёт, сбой был временным. Если нет, запишите код ошибки и повторите диагностику с этим кодом.</translation>
    </message>
    <message>
        <source>If the backup keeps failing, open a support request</source>
        <translation>Если сбой резервного копирования повторяется, создать запрос в поддержку</translation>
    </message>
    <message>
        <source>The command is under “Commands to repeat”. When this cause is ruled out, start a backup from the vault.</source>
        <translation>Команда приведена в разделе «Команды для повтора». Когда эта причина будет исключена, запустите резервное копирование из хранилища.</translation>
    </message>
    <message>
        <source>Choose “Look inside the VM” in the window, or add --guest to the command under “Commands to repeat”. The script only reads.</source>
        <translation>Отметьте в окне «Проверить и внутри ВМ» или добавьте --guest к команде из раздела «Команды для повтора». Скрипт только читает.</translation>
    </message>
    <message>
        <source>Attach this document: it shows what was checked, and the request ids by which Azure&apos;s support finds the answers.</source>
        <translation>Приложите этот документ: из него видно, что проверено, а по идентификаторам запросов поддержка Azure найдёт ответы.</translation>
    </message>
</context>
<context>
    <name>PdfComparison</name>
    <message>
        <source>What has changed on {vm}</source>
        <translation>Что изменилось: {vm}</translation>
    </message>
    <message>
        <source>Two diagnoses of the same virtual machine, in resource group {group}.</source>
        <translation>Две диагностики одной и той же виртуальной машины, группа ресурсов {group}.</translation>
    </message>
    <message>
        <source>The earlier diagnosis as data, nothing shortened.</source>
        <translation>Более ранняя диагностика в виде данных, без сокращений.</translation>
    </message>
    <message>
        <source>The later diagnosis as data, nothing shortened.</source>
        <translation>Более поздняя диагностика в виде данных, без сокращений.</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Было</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Сейчас</translation>
    </message>
    <message>
        <source>Causes and checks</source>
        <translation>Причины и проверки</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>Местное время</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>Время UTC</translation>
    </message>
    <message>
        <source>Error code</source>
        <translation>Код ошибки</translation>
    </message>
    <message>
        <source>None was given</source>
        <translation>Не указан</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Уверенность</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Программа</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>без изменений</translation>
    </message>
</context>
<context>
    <name>PermissionList</name>
    <message>
        <source>Held</source>
        <translation>Есть</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Не хватает</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>None: nothing is sent.</source>
        <translation>Не нужны: ничего не отправляется.</translation>
    </message>
</context>
<context>
    <name>PlanSheet</name>
    <message>
        <source>Requests</source>
        <translation>Запросы</translation>
    </message>
    <message>
        <source>Azure CLI</source>
        <translation>Команды Azure CLI</translation>
    </message>
    <message>
        <source>PowerShell</source>
        <translation>Команды PowerShell</translation>
    </message>
    <message>
        <source>Plan: {remedy}</source>
        <translation>План: {remedy}</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Разрешения</translation>
    </message>
    <message>
        <source>Carry &amp;out</source>
        <translation>&amp;Выполнить</translation>
    </message>
    <message>
        <source>&amp;Allow repairs…</source>
        <translation>&amp;Разрешить исправления…</translation>
    </message>
    <message>
        <source>Something is lost for good. Type the name of the VM to go on: {vm}</source>
        <translation>При этом исправлении кое-что теряется безвозвратно. Чтобы продолжить, введите имя ВМ: {vm}</translation>
    </message>
    <message>
        <source>Backup Doctor is read-only now: this plan can be read, but not carried out.</source>
        <translation>Backup Doctor работает в режиме только чтения: этот план можно посмотреть, но не выполнить.</translation>
    </message>
    <message>
        <source>Something else is being carried out. Wait until it has finished, or stop waiting for it.</source>
        <translation>Сейчас выполняется другое действие. Дождитесь его окончания или прекратите ожидание.</translation>
    </message>
    <message>
        <source>{vm} in resource group {group}</source>
        <translation>{vm}, группа ресурсов {group}</translation>
    </message>
    <message>
        <source>Virtual machine</source>
        <translation>Виртуальная машина</translation>
    </message>
    <message>
        <source>Interruption</source>
        <translation>Перерыв в работе</translation>
    </message>
    <message>
        <source>What is lost</source>
        <translation>Что теряется</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отмена изменений</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Полезно знать</translation>
    </message>
    <message>
        <source>Copy all of it</source>
        <translation>Скопировать всё</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>How the steps are written</source>
        <translation>Способ записи шагов</translation>
    </message>
</context>
<context>
    <name>PlanText</name>
    <message>
        <source>Nothing has been changed.</source>
        <translation>Ничего не изменено.</translation>
    </message>
    <message>
        <source>Nothing has been changed. Add --apply to carry it out.</source>
        <translation>Ничего не изменено. Чтобы выполнить план, добавьте --apply.</translation>
    </message>
    <message>
        <source>Nothing has been changed. Add --apply --confirm {vm} to carry it out.</source>
        <translation>Ничего не изменено. Чтобы выполнить план, добавьте --apply --confirm {vm}.</translation>
    </message>
    <message>
        <source>Repair: {title} ({id})</source>
        <translation>Исправление: {title} ({id})</translation>
    </message>
    <message>
        <source>VM: {vm} in {group}</source>
        <translation>ВМ: {vm}, группа {group}</translation>
    </message>
    <message>
        <source>Risk: {risk}</source>
        <translation>Риск: {risk}</translation>
    </message>
    <message>
        <source>This cannot be done now. {reason}</source>
        <translation>Сейчас это выполнить нельзя. {reason}</translation>
    </message>
    <message>
        <source>Step {number}: {title}</source>
        <translation>Шаг {number}: {title}</translation>
    </message>
    <message>
        <source>Interruption: {downtime}</source>
        <translation>Перерыв в работе: {downtime}</translation>
    </message>
    <message>
        <source>What is lost: {loss}</source>
        <translation>Что теряется: {loss}</translation>
    </message>
    <message>
        <source>Undo: {undo}</source>
        <translation>Отмена изменений: {undo}</translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation>Примечание: {note}</translation>
    </message>
    <message>
        <source>Carried out only if it is needed when its turn comes.</source>
        <translation>Шаг выполняется, только если он понадобится, когда до него дойдёт очередь.</translation>
    </message>
    <message>
        <source>A last resort, skipped unless --confirm names the VM: {question}</source>
        <translation>Крайняя мера, без --confirm с именем ВМ пропускается: {question}</translation>
    </message>
    <message>
        <source>Can be undone with: {request}</source>
        <translation>Можно отменить запросом: {request}</translation>
    </message>
    <message numerus="yes">
        <source>It runs this script of %n line(s) inside the VM:</source>
        <translation>
            <numerusform>Внутри ВМ выполняется этот скрипт (%n&#xa0;строка):</numerusform>
            <numerusform>Внутри ВМ выполняется этот скрипт (%n&#xa0;строки):</numerusform>
            <numerusform>Внутри ВМ выполняется этот скрипт (%n&#xa0;строк):</numerusform>
        </translation>
    </message>
    <message>
        <source>The same with the Azure CLI:</source>
        <translation>То же в Azure CLI:</translation>
    </message>
    <message>
        <source>The same with PowerShell:</source>
        <translation>То же в PowerShell:</translation>
    </message>
    <message>
        <source>Needs {action} on {scope}: the account has it.</source>
        <translation>Нужно разрешение {action} в области {scope}: у учётной записи оно есть.</translation>
    </message>
    <message>
        <source>Needs {action} on {scope}: the account lacks it.</source>
        <translation>Нужно разрешение {action} в области {scope}: у учётной записи его нет.</translation>
    </message>
    <message>
        <source>Needs {action} on {scope}: whether the account has it could not be checked.</source>
        <translation>Нужно разрешение {action} в области {scope}: есть ли оно у учётной записи, проверить не удалось.</translation>
    </message>
    <message>
        <source>Each line starts an operation that Azure goes on carrying out. Wait until the operation has finished before you send the next line.</source>
        <translation>Каждая строка начинает операцию, которую Azure выполняет не сразу. Прежде чем отправлять следующую строку, дождитесь окончания операции.</translation>
    </message>
    <message>
        <source>A condition (If-Match) cannot be sent this way: a change that somebody else has made meanwhile would be overwritten. Look before you send it.</source>
        <translation>Условие (If-Match) таким способом не передать: если за это время кто-то внёс другое изменение, оно будет перезаписано. Проверьте это перед отправкой.</translation>
    </message>
    <message>
        <source>Only carried out if it turns out to be needed.</source>
        <translation>Шаг выполняется, только если окажется нужен.</translation>
    </message>
    <message>
        <source>You are asked right before it: {question}</source>
        <translation>Прямо перед этим шагом программа задаст вопрос: {question}</translation>
    </message>
    <message>
        <source>The program then waits until it has taken effect, for at most {limit}.</source>
        <translation>Затем программа ждёт, пока изменение подействует, и перестаёт ждать, если этого не произошло за&#xa0;{limit}.</translation>
    </message>
    <message>
        <source>The plan continues even if this step fails.</source>
        <translation>План продолжится, даже если этот шаг не удастся.</translation>
    </message>
    <message>
        <source>Its result is saved as {file}.</source>
        <translation>Результат шага сохраняется в файл {file}.</translation>
    </message>
    <message>
        <source>Undo: {request}</source>
        <translation>Отменяется запросом: {request}</translation>
    </message>
    <message>
        <source>{number}. {title}</source>
        <translation>{number}. {title}</translation>
    </message>
    <message>
        <source>Nothing is sent.</source>
        <translation>Ничего не отправляется.</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>Шаг {number}</translation>
    </message>
    <message>
        <source>To undo it:</source>
        <translation>Чтобы отменить:</translation>
    </message>
</context>
<context>
    <name>Policy</name>
    <message>
        <source>Azure Policy forbids the resource group or the restore points of Azure Backup</source>
        <translation>Политика Azure запрещает создать группу ресурсов или точки восстановления Azure Backup</translation>
    </message>
    <message>
        <source>Azure Backup creates a separate resource group for restore points (AzureBackupRG_…) and collections in it. A policy that denies groups without certain tags, names or regions denies these too, and the snapshot cannot be stored.</source>
        <translation>Azure Backup создаёт для точек восстановления отдельную группу ресурсов (AzureBackupRG_…), а в ней&#xa0;— коллекции. Если политика Azure (Azure Policy) запрещает группы без определённых тегов или с неподходящими именем или регионом, она запретит и эту, и моментальный снимок негде будет сохранить.</translation>
    </message>
    <message>
        <source>Azure Policy has not refused Azure Backup anything for this VM</source>
        <translation>Политика Azure ничего не запрещала Azure Backup для этой ВМ</translation>
    </message>
    <message>
        <source>The activity log of the subscription keeps every refusal, with the policy that refused. It is read three days back.</source>
        <translation>В журнале действий подписки остаётся каждый отказ и политика, которая его вызвала. Журнал просматривается за последние три дня.</translation>
    </message>
    <message>
        <source>On {moment} Azure Policy ({policies}) refused {operation} for this VM, but a restore point has been made since: it no longer refuses.</source>
        <translation>Отказ политики Azure ({policies}) в операции {operation} для этой ВМ записан в журнале ({moment}), но с тех пор точка восстановления создана: запрет больше не действует.</translation>
    </message>
    <message>
        <source>Azure Policy ({policies}) refused {operation} in or for group {group}.</source>
        <translation>Политика Azure ({policies}) отклонила операцию {operation}. Группа ресурсов: {group}.</translation>
    </message>
    <message>
        <source>On {moment} Azure Policy ({policies}) refused {operation} in or for group {group}.</source>
        <translation>{moment} политика Azure ({policies}) отклонила операцию {operation}. Группа ресурсов: {group}.</translation>
    </message>
    <message>
        <source>Azure Backup says that a policy refused its request, but the activity log of the last {days} days shows no such refusal. It may be older.</source>
        <translation>Azure Backup сообщает, что запрос отклонила политика, но в журнале действий такого отказа нет (просмотрено последних дней: {days}). Возможно, он был раньше.</translation>
    </message>
    <message>
        <source>Azure Backup says that a policy refused its request. Which one could not be read: {reason}</source>
        <translation>Azure Backup сообщает, что запрос отклонила политика. Какая именно, прочитать не удалось: {reason}</translation>
    </message>
    <message>
        <source>In the last {days} days Azure Policy refused no resource group and no restore point in this subscription.</source>
        <translation>В этой подписке политика Azure не отклоняла создание групп ресурсов и точек восстановления (просмотрено последних дней: {days}).</translation>
    </message>
    <message numerus="yes">
        <source>Azure Policy refused %n change(s) in the subscription recently, none of them for this VM&apos;s restore points.</source>
        <translation>
            <numerusform>За последнее время политика Azure отклонила в подписке %n&#xa0;изменение; точки восстановления этой ВМ не затронуты.</numerusform>
            <numerusform>За последнее время политика Azure отклонила в подписке %n&#xa0;изменения; точки восстановления этой ВМ не затронуты.</numerusform>
            <numerusform>За последнее время политика Azure отклонила в подписке %n&#xa0;изменений; точки восстановления этой ВМ не затронуты.</numerusform>
        </translation>
    </message>
    <message>
        <source>Find the policy that refuses</source>
        <translation>Найти запрещающую политику</translation>
    </message>
    <message>
        <source>The first command lists what failed in the last three days: look for RequestDisallowedByPolicy at a group AzureBackupRG_… or at a restore point collection. The second lists the policies that are assigned to the subscription.</source>
        <translation>Первая команда выводит всё, что завершилось сбоем за последние три дня: ищите RequestDisallowedByPolicy у группы AzureBackupRG_… или у коллекции точек восстановления. Вторая показывает политики, назначенные подписке.</translation>
    </message>
    <message>
        <source>Let the policy leave Azure Backup&apos;s group out</source>
        <translation>Исключить из политики группу Azure Backup</translation>
    </message>
    <message>
        <source>Ask the owner of the policy to exclude groups called AzureBackupRG_…, or to add missing tags (effect Modify) instead of denying. This takes up to half an hour to come into force.</source>
        <translation>Попросите владельца политики исключить группы с именами AzureBackupRG_… или не запрещать их, а добавлять недостающие теги (эффект Modify). Изменение вступает в силу не сразу, это занимает до получаса.</translation>
    </message>
    <message>
        <source>Or make the group yourself, with what the policy demands</source>
        <translation>Или создать группу самостоятельно, как требует политика</translation>
    </message>
    <message>
        <source>Azure Backup takes a group that is already there, if its name is the expected one: AzureBackupRG_&lt;region&gt;_1, or the name that the backup policy gives. Then choose Back up now in the vault.</source>
        <translation>Azure Backup берёт уже существующую группу, если имя у неё ожидаемое: AzureBackupRG_&lt;регион&gt;_1 или то, что задано в политике резервного копирования. Затем выберите в хранилище «Архивировать сейчас».</translation>
    </message>
    <message>
        <source>The policy of your organisation ({source}) cannot be read: {reason}. Until that is corrected, nobody can sign in, and everything that a policy can forbid is forbidden.</source>
        <translation>Не удалось прочитать политику вашей организации ({source}): {reason}. Пока это не исправлено, войти нельзя и запрещено всё, что политика может запретить.</translation>
    </message>
    <message>
        <source>Set by your organisation: nothing may be changed in Azure from this computer (AllowRepairs).</source>
        <translation>Задано вашей организацией: с этого компьютера нельзя ничего менять в Azure (AllowRepairs).</translation>
    </message>
    <message>
        <source>Set by your organisation: nothing may be run inside virtual machines from this computer (AllowRunCommand).</source>
        <translation>Задано вашей организацией: с этого компьютера нельзя ничего запускать внутри виртуальных машин (AllowRunCommand).</translation>
    </message>
    <message>
        <source>Set by your organisation: accounts and secrets are kept in memory only and forgotten when the program ends (AllowRemembering).</source>
        <translation>Задано вашей организацией: учётные записи и секреты хранятся только в памяти и удаляются при выходе из программы (AllowRemembering).</translation>
    </message>
    <message>
        <source>Set by your organisation: finished diagnoses are not kept on this computer (AllowHistory).</source>
        <translation>Задано вашей организацией: завершённые диагностики на этом компьютере не сохраняются (AllowHistory).</translation>
    </message>
    <message>
        <source>Set by your organisation: the program does not ask for newer versions (AllowUpdateCheck).</source>
        <translation>Задано вашей организацией: программа не проверяет, вышла ли новая версия (AllowUpdateCheck).</translation>
    </message>
    <message>
        <source>Set by your organisation: newer versions are told of at {value} (UpdateAddress).</source>
        <translation>Задано вашей организацией: о новых версиях сообщается по адресу {value} (UpdateAddress).</translation>
    </message>
    <message>
        <source>Set by your organisation: the language is “{value}” until another one is chosen (Language).</source>
        <translation>Задано вашей организацией: язык&#xa0;— «{value}», пока не выбран другой (Language).</translation>
    </message>
    <message>
        <source>Set by your organisation: nobody can sign in (SignInMethods, Tenant or Cloud).</source>
        <translation>Задано вашей организацией: войти нельзя (SignInMethods, Tenant или Cloud).</translation>
    </message>
    <message>
        <source>Set by your organisation: the only ways to sign in are {methods} (SignInMethods).</source>
        <translation>Задано вашей организацией: разрешены только эти способы входа: {methods} (SignInMethods).</translation>
    </message>
    <message>
        <source>Set by your organisation: the only tenant is {value} (Tenant).</source>
        <translation>Задано вашей организацией: разрешён только клиент Entra {value} (Tenant).</translation>
    </message>
    <message>
        <source>Set by your organisation: the only cloud is {value} (Cloud).</source>
        <translation>Задано вашей организацией: разрешено только облако {value} (Cloud).</translation>
    </message>
    <message>
        <source>0 or 1</source>
        <translation>0 или 1</translation>
    </message>
    <message>
        <source>0: nothing is ever changed in Azure; plans can be viewed, not carried out.</source>
        <translation>0&#xa0;— в Azure никогда ничего не меняется: планы можно посмотреть, но не выполнить.</translation>
    </message>
    <message>
        <source>0: nothing is run inside virtual machines, neither the script that only reads nor a repair.</source>
        <translation>0&#xa0;— внутри виртуальных машин ничего не запускается: ни скрипт, который только читает, ни исправление.</translation>
    </message>
    <message>
        <source>0: accounts, secrets, tokens and the proxy&apos;s password are kept in memory only, until the program ends.</source>
        <translation>0&#xa0;— учётные записи, секреты, маркеры и пароль прокси-сервера хранятся только в памяти, до выхода из программы.</translation>
    </message>
    <message>
        <source>0: finished diagnoses are not kept on the computer. What is there already stays until it is deleted.</source>
        <translation>0&#xa0;— завершённые диагностики на компьютере не сохраняются. Уже сохранённые остаются, пока их не удалят.</translation>
    </message>
    <message>
        <source>0: the program never asks whether a newer version is out.</source>
        <translation>0&#xa0;— программа никогда не проверяет, вышла ли новая версия.</translation>
    </message>
    <message>
        <source>an address with https</source>
        <translation>адрес с https</translation>
    </message>
    <message>
        <source>Where a user who has switched the update check on is told of a newer version. It goes before the one built in, if any.</source>
        <translation>Где узнаёт о новой версии пользователь, включивший проверку обновлений. Имеет преимущество перед встроенным адресом, если он есть.</translation>
    </message>
    <message>
        <source>one or more of {methods}, separated by commas</source>
        <translation>один или несколько из: {methods}, через запятую</translation>
    </message>
    <message>
        <source>The only ways to sign in.</source>
        <translation>Единственные разрешённые способы входа.</translation>
    </message>
    <message>
        <source>the id of a tenant</source>
        <translation>идентификатор клиента Entra</translation>
    </message>
    <message>
        <source>The only tenant in which anybody can sign in.</source>
        <translation>Единственный клиент Entra, в который можно войти.</translation>
    </message>
    <message>
        <source>{clouds} or the address of an ARM endpoint</source>
        <translation>{clouds} или адрес конечной точки ARM</translation>
    </message>
    <message>
        <source>The only cloud to which anybody can sign in.</source>
        <translation>Единственное облако, в которое можно войти.</translation>
    </message>
    <message>
        <source>one of {languages}</source>
        <translation>одно из значений: {languages}</translation>
    </message>
    <message>
        <source>The language until a user chooses another one.</source>
        <translation>Язык, пока пользователь не выберет другой.</translation>
    </message>
    <message>
        <source>The policy {name} of your organisation ({source}) has an invalid value: “{value}”. Allowed: {takes}. Until that is corrected, the strictest setting applies.</source>
        <translation>У политики {name} вашей организации ({source}) недопустимое значение: «{value}». Допустимо: {takes}. Пока это не исправлено, действует самый строгий вариант.</translation>
    </message>
    <message>
        <source>The policy “{name}” of your organisation ({source}) is not known to this version and does nothing.</source>
        <translation>Политика «{name}» вашей организации ({source}) этой версии неизвестна и ни на что не влияет.</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>слишком большой размер</translation>
    </message>
    <message>
        <source>it must have the one section [{section}]</source>
        <translation>нужен один раздел [{section}]</translation>
    </message>
    <message>
        <source>it is not a text file in UTF-8</source>
        <translation>это не текстовый файл в кодировке UTF-8</translation>
    </message>
    <message>
        <source>line {line} is not understood</source>
        <translation>не удалось разобрать строку {line}</translation>
    </message>
</context>
<context>
    <name>PolicyText</name>
    <message>
        <source>Your organisation has set nothing for this computer.</source>
        <translation>Для этого компьютера ваша организация ничего не задала.</translation>
    </message>
    <message>
        <source>Set in: {source}</source>
        <translation>Задано в: {source}</translation>
    </message>
</context>
<context>
    <name>Power</name>
    <message>
        <source>Creating</source>
        <translation>Создаётся</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Запускается</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Работает</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Останавливается</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлена</translation>
    </message>
    <message>
        <source>Deallocating</source>
        <translation>Освобождается</translation>
    </message>
    <message>
        <source>Stopped (deallocated)</source>
        <translation>Остановлена (освобождена)</translation>
    </message>
    <message>
        <source>The VM is {power}; only one that is off can be started.</source>
        <translation>ВМ в состоянии {power}; запустить можно только выключенную.</translation>
    </message>
    <message>
        <source>Start the VM and wait for its agent</source>
        <translation>Запустить ВМ и подождать, пока её агент выйдет на связь</translation>
    </message>
    <message>
        <source>None: the VM is off.</source>
        <translation>Нет: ВМ выключена.</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Ничего.</translation>
    </message>
    <message>
        <source>Undoing it stops the VM again and returns it to its present state.</source>
        <translation>При отмене ВМ снова выключается и возвращается в нынешнее состояние.</translation>
    </message>
    <message>
        <source>The VM can also be backed up while it is off, crash-consistently. Once started, it is charged for.</source>
        <translation>Резервное копирование возможно и для выключенной ВМ; копия будет согласованной на момент сбоя. С момента запуска за ВМ начисляется плата.</translation>
    </message>
    <message>
        <source>Restart the VM and wait for its agent</source>
        <translation>Перезапустить ВМ и подождать, пока её агент выйдет на связь</translation>
    </message>
    <message>
        <source>The VM and everything on it is down for a few minutes, longer if Windows installs updates.</source>
        <translation>ВМ и всё, что на ней работает, будут недоступны несколько минут, а если Windows устанавливает обновления, то дольше.</translation>
    </message>
    <message>
        <source>What programs inside have not saved. Disks, addresses and the temporary disk stay.</source>
        <translation>Всё, что программы внутри ВМ не успели сохранить. Диски, в том числе временный, и адреса остаются.</translation>
    </message>
    <message>
        <source>Nothing to undo.</source>
        <translation>Отменять нечего.</translation>
    </message>
    <message>
        <source>Stop the VM and release its host (deallocate)</source>
        <translation>Остановить и освободить ВМ (deallocate)</translation>
    </message>
    <message>
        <source>The VM and everything on it is down for a few minutes, longer if its size is scarce in the region.</source>
        <translation>ВМ и всё, что на ней работает, будут недоступны несколько минут, а если в регионе мало мощностей для её размера, то дольше.</translation>
    </message>
    <message>
        <source>If it stops half-way, undoing it starts the VM. What was on the temporary disk does not come back.</source>
        <translation>Если исправление остановится на полпути, при отмене ВМ запускается. Содержимое временного диска не вернуть.</translation>
    </message>
    <message>
        <source>Move the VM to another host and wait for its agent</source>
        <translation>Переместить ВМ на другой узел и подождать, пока её агент выйдет на связь</translation>
    </message>
    <message>
        <source>The VM and everything on it is down for several minutes.</source>
        <translation>ВМ и всё, что на ней работает, будут недоступны несколько минут.</translation>
    </message>
    <message>
        <source>Cannot be undone. The other disks and the VM&apos;s settings stay as they are.</source>
        <translation>Отменить нельзя. Остальные диски и параметры ВМ остаются как есть.</translation>
    </message>
    <message>
        <source>None: a healthy VM keeps running.</source>
        <translation>Нет: исправная ВМ продолжает работать.</translation>
    </message>
    <message>
        <source>Not needed: no setting changes.</source>
        <translation>Не требуется: ни один параметр не меняется.</translation>
    </message>
    <message>
        <source>If the reason for the failed state is still there, such as an extension that fails, the state becomes Failed again.</source>
        <translation>Если причина сбоя не устранена (например, расширение по-прежнему завершается сбоем), состояние снова станет Failed.</translation>
    </message>
    <message>
        <source>Have Azure apply the VM&apos;s settings again (reapply)</source>
        <translation>Повторно применить параметры ВМ в Azure (reapply)</translation>
    </message>
    <message>
        <source>Start the VM</source>
        <translation>Запустить ВМ</translation>
    </message>
    <message>
        <source>Starts a VM that is off. Helps when the backup has to install its extension, which needs a running VM.</source>
        <translation>Запускает выключенную ВМ. Помогает, когда при резервном копировании нужно установить его расширение, а для этого ВМ должна работать.</translation>
    </message>
    <message>
        <source>Restart the VM</source>
        <translation>Перезапустить ВМ</translation>
    </message>
    <message>
        <source>Brings back an agent that hangs or was stopped, if it starts with the system. The restart itself does not need the agent.</source>
        <translation>Возвращает на связь агент, который завис или был остановлен, если он запускается вместе с системой. Сам перезапуск выполняется и без агента.</translation>
    </message>
    <message>
        <source>Stop the VM and start it again</source>
        <translation>Остановить ВМ и снова запустить</translation>
    </message>
    <message>
        <source>Helps when Azure shows a VM as running although it has been shut down from inside: afterwards both states agree.</source>
        <translation>Помогает, если Azure показывает, что ВМ работает, а её выключили изнутри: после этого состояния совпадают.</translation>
    </message>
    <message>
        <source>Redeploy the VM to another host</source>
        <translation>Повторно развернуть ВМ на другом узле</translation>
    </message>
    <message>
        <source>Helps when a restart does not, and the fault may lie with the host.</source>
        <translation>Помогает, когда перезапуск не помог и дело может быть в узле.</translation>
    </message>
    <message>
        <source>Have Azure apply the VM&apos;s settings again</source>
        <translation>Повторно применить параметры ВМ в Azure</translation>
    </message>
    <message>
        <source>Applies the VM&apos;s settings once more. Brings a VM out of the failed state once the reason is gone.</source>
        <translation>Ещё раз передаёт ВМ её параметры. Выводит ВМ из состояния сбоя, когда причина устранена.</translation>
    </message>
    <message>
        <source>Everything on the temporary disk (D: on Windows, /mnt on Linux), for good, and what programs inside have not saved.</source>
        <translation>Всё содержимое временного диска (D: в Windows, /mnt в Linux), безвозвратно, и всё, что программы внутри ВМ не успели сохранить.</translation>
    </message>
    <message>
        <source>A dynamic public address of the VM may change. A static one stays, and so do private addresses.</source>
        <translation>Динамический общедоступный адрес ВМ может измениться. Статический адрес и частные адреса остаются прежними.</translation>
    </message>
    <message>
        <source>An agent that is damaged, missing or does not start with the system will not report after a restart either.</source>
        <translation>Если агент повреждён, отсутствует или не запускается вместе с системой, он не выйдет на связь и после загрузки.</translation>
    </message>
    <message>
        <source>Azure is changing the VM at the moment ({power}, {state}). Look again in a few minutes.</source>
        <translation>Сейчас Azure изменяет ВМ ({power}, {state}). Повторите проверку через несколько минут.</translation>
    </message>
    <message>
        <source>The OS disk of this VM is ephemeral: all that is on it would be lost with the host. Restarting the VM keeps it.</source>
        <translation>Диск ОС этой ВМ эфемерный (ephemeral): при смене узла будет потеряно всё, что на нём есть. При перезапуске ВМ он сохраняется.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preview of the report</source>
        <translation>Предварительный просмотр отчёта</translation>
    </message>
    <message>
        <source>Preview of the comparison</source>
        <translation>Предварительный просмотр сравнения</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Язык</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>Язык отчёта</translation>
    </message>
    <message>
        <source>Mask &amp;names, ids and addresses</source>
        <translation>Скрыть &amp;имена, идентификаторы и адреса</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Открыть папку</translation>
    </message>
    <message>
        <source>&amp;Export PDF…</source>
        <translation>&amp;Сохранить PDF…</translation>
    </message>
    <message>
        <source>Drawing the pages…</source>
        <translation>Подготовка страниц…</translation>
    </message>
    <message>
        <source>Pages of the report</source>
        <translation>Страницы отчёта</translation>
    </message>
    <message>
        <source>Writing the PDF…</source>
        <translation>Создаётся PDF…</translation>
    </message>
    <message numerus="yes">
        <source>The report has %n page(s).</source>
        <translation>
            <numerusform>В отчёте %n&#xa0;страница.</numerusform>
            <numerusform>В отчёте %n&#xa0;страницы.</numerusform>
            <numerusform>В отчёте %n&#xa0;страниц.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
    <message>
        <source>Export PDF</source>
        <translation>Сохранение PDF</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Страница {page} из&#xa0;{pages}</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Предыдущая страница</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Следующая страница</translation>
    </message>
    <message>
        <source>S&amp;maller</source>
        <translation>&amp;Мельче</translation>
    </message>
    <message>
        <source>La&amp;rger</source>
        <translation>Кр&amp;упнее</translation>
    </message>
    <message>
        <source>Fit the &amp;width</source>
        <translation>По &amp;ширине</translation>
    </message>
    <message>
        <source>{percent}%</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>It stopped half-way, and there is nobody to ask: what can be undone is being undone now.</source>
        <translation>Исправление остановилось на полпути, а спросить некого: сейчас отменяется всё, что можно отменить.</translation>
    </message>
    <message>
        <source>Interrupted. What Azure has already accepted continues there.</source>
        <translation>Прервано. Операции, уже принятые в Azure, продолжают выполняться.</translation>
    </message>
    <message>
        <source>Not finished. The demo tenant ends here, and with it all that was begun in it.</source>
        <translation>Не завершено. Демонстрационная среда закрывается, а с ней и всё, что в ней было начато.</translation>
    </message>
    <message>
        <source>“{step}” is a last resort and is skipped. To allow it, add --confirm with the VM&apos;s name. {question}</source>
        <translation>Шаг «{step}»&#xa0;— крайняя мера, он пропускается. Чтобы разрешить его, добавьте --confirm с именем ВМ. {question}</translation>
    </message>
    <message>
        <source>It can be undone, even later: {command}</source>
        <translation>Это можно отменить, в том числе позже: {command}</translation>
    </message>
    <message>
        <source>Step {number} of {total}, “{step}”: {state}</source>
        <translation>Шаг {number} из&#xa0;{total}, «{step}»: {state}</translation>
    </message>
    <message>
        <source>Step {number} of {total}, “{step}”: {state}. {said}</source>
        <translation>Шаг {number} из&#xa0;{total}, «{step}»: {state}. {said}</translation>
    </message>
    <message>
        <source>Step {number} of {total}, “{step}”: {state}. {said} ({parts})</source>
        <translation>Шаг {number} из&#xa0;{total}, «{step}»: {state}. {said} ({parts})</translation>
    </message>
    <message>
        <source>“{remedy}” on {vm} is unfinished; its id in the journal is {id}. {outcome}</source>
        <translation>Исправление «{remedy}» не закрыто, запись в журнале изменений&#xa0;— {id}, ВМ&#xa0;— {vm}. {outcome}</translation>
    </message>
    <message>
        <source>It is not known whether Azure has completed “{step}”.</source>
        <translation>Неизвестно, выполнен ли в Azure до конца шаг «{step}».</translation>
    </message>
    <message>
        <source>It is not known whether Azure has undone “{step}”.</source>
        <translation>Неизвестно, отменён ли в Azure шаг «{step}».</translation>
    </message>
    <message>
        <source>Still changed, and can be undone: “{step}”.</source>
        <translation>Изменение остаётся в силе, и его можно отменить: «{step}».</translation>
    </message>
    <message>
        <source>To finish it: {command}</source>
        <translation>Чтобы завершить: {command}</translation>
    </message>
    <message>
        <source>To undo it: {command}</source>
        <translation>Чтобы отменить: {command}</translation>
    </message>
    <message>
        <source>To leave it as it is: {command}</source>
        <translation>Чтобы оставить как есть: {command}</translation>
    </message>
</context>
<context>
    <name>ProgressSheet</name>
    <message>
        <source>&amp;Back up again</source>
        <translation>Повторить &amp;резервное копирование</translation>
    </message>
    <message>
        <source>&amp;Yes, do it</source>
        <translation>&amp;Да, выполнить</translation>
    </message>
    <message>
        <source>&amp;No, skip it</source>
        <translation>&amp;Нет, пропустить</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was sent.</source>
        <translation>Отменено. Ничего не отправлено.</translation>
    </message>
    <message>
        <source>Carried out, and the checks now rule this cause out. A backup is the proof.</source>
        <translation>Выполнено, и теперь проверки исключают эту причину. Доказательством станет удавшееся резервное копирование.</translation>
    </message>
    <message>
        <source>{outcome} {undo}</source>
        <translation>{outcome} {undo}</translation>
    </message>
    <message>
        <source>The checks will show whether it has helped: choose {vm} and start a diagnosis.</source>
        <translation>Помогло ли это, покажут проверки: выберите машину {vm} и начните диагностику.</translation>
    </message>
    <message>
        <source>&amp;Stop waiting</source>
        <translation>Прекратить о&amp;жидание</translation>
    </message>
    <message>
        <source>What Azure has already accepted continues there, whatever happens here. If you stop waiting, nothing more is sent, and what is left is kept as unfinished. If you only close this window, the work continues, and the bar below the pages shows it.</source>
        <translation>Операции, принятые в Azure, выполняются независимо от того, что происходит здесь. Если прекратить ожидание, больше ничего не отправляется, а оставшееся хранится как незавершённое. Если просто закрыть это окно, работа продолжится, и её будет видно на панели под страницами.</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>О&amp;тмена</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation>Пока ничего не отправлено.</translation>
    </message>
</context>
<context>
    <name>Protection</name>
    <message>
        <source>Azure Backup does not protect the VM, or no longer does</source>
        <translation>Служба Azure Backup не защищает ВМ или перестала её защищать</translation>
    </message>
    <message>
        <source>A VM is backed up only while a vault of its region protects it. Protection can be stopped, paused or suspended and the data deleted. And it belongs to one VM: one that was moved to another resource group, or re-created under its old name, has to be protected again.</source>
        <translation>Резервное копирование ВМ выполняется, только пока её защищает хранилище Служб восстановления из её региона. Защиту могут остановить или приостановить (paused, suspended), а данные&#xa0;— удалить. К тому же защита относится к одной определённой ВМ: если ВМ переместили в другую группу ресурсов или создали заново под прежним именем, её нужно защитить заново.</translation>
    </message>
    <message>
        <source>A vault protects this VM</source>
        <translation>Эту ВМ защищает хранилище Служб восстановления</translation>
    </message>
    <message>
        <source>Without a protected item in a Recovery Services vault of its region a VM has no backups at all.</source>
        <translation>Если в хранилище Служб восстановления из региона ВМ нет защищённого элемента, её резервное копирование вообще не выполняется.</translation>
    </message>
    <message>
        <source>Azure Backup says that it could not set up protection of this VM ({state}).</source>
        <translation>Azure Backup сообщает, что настроить защиту этой ВМ не удалось ({state}).</translation>
    </message>
    <message>
        <source>Protection of this VM is being set up. Look again in a few minutes.</source>
        <translation>Защита этой ВМ настраивается. Повторите проверку через несколько минут.</translation>
    </message>
    <message>
        <source>Vault {vault} protects this VM.</source>
        <translation>Эту ВМ защищает хранилище {vault}.</translation>
    </message>
    <message>
        <source>No vault of its region protects this VM: it has no backups. If it had some before, it was moved to another resource group or re-created since, or protection was removed; the old item may still be in its vault.</source>
        <translation>Эту ВМ не защищает ни одно хранилище Служб восстановления из её региона: резервное копирование не выполняется. Если раньше оно выполнялось, значит, ВМ с тех пор переместили в другую группу ресурсов, создали заново или сняли с защиты; старый элемент, возможно, ещё остался в своём хранилище.</translation>
    </message>
    <message>
        <source>Azure Backup names a state this program does not know, or no vault: {state}.</source>
        <translation>Azure Backup называет состояние, неизвестное этой программе, или не называет хранилище: {state}.</translation>
    </message>
    <message>
        <source>Protection is active</source>
        <translation>Защита действует</translation>
    </message>
    <message>
        <source>An item whose protection is stopped, paused or suspended keeps its old points and gets no new ones.</source>
        <translation>Если защита элемента остановлена или приостановлена, его старые точки восстановления хранятся, а новых не появляется.</translation>
    </message>
    <message>
        <source>No vault protects this VM ({state}): there is no item to look at.</source>
        <translation>Эту ВМ не защищает ни одно хранилище ({state}): проверять нечего, элемента нет.</translation>
    </message>
    <message>
        <source>Protection is active; the first backup is still to come ({state}).</source>
        <translation>Защита действует; первого резервного копирования ещё не было ({state}).</translation>
    </message>
    <message>
        <source>Protection has been stopped ({state}). Existing backups are kept, no new ones are made.</source>
        <translation>Защита остановлена ({state}). Прежние резервные копии хранятся, новых не появляется.</translation>
    </message>
    <message>
        <source>Protection is paused ({state}): no backup is made until it is resumed.</source>
        <translation>Защита приостановлена ({state}): пока её не возобновят, резервное копирование не выполняется.</translation>
    </message>
    <message>
        <source>Azure Backup reports an error in the protection of this VM ({state}).</source>
        <translation>Azure Backup сообщает об ошибке в защите этой ВМ ({state}).</translation>
    </message>
    <message>
        <source>Azure Backup names a state of the item this program does not know: {state}.</source>
        <translation>Azure Backup называет состояние элемента, неизвестное этой программе: {state}.</translation>
    </message>
    <message>
        <source>The item is protected, but Azure names no backup policy for it.</source>
        <translation>Элемент защищён, но политику резервного копирования для него Azure не называет.</translation>
    </message>
    <message>
        <source>Protection is active, by policy {policy}.</source>
        <translation>Защита действует по политике {policy}.</translation>
    </message>
    <message>
        <source>The protected item has not been deleted</source>
        <translation>Защищённый элемент не удалён</translation>
    </message>
    <message>
        <source>A deleted item is kept for a few days (soft delete). It can be brought back, but until then nothing is backed up.</source>
        <translation>Удалённый элемент хранится ещё несколько дней (обратимое удаление). Его можно вернуть, но до этого резервное копирование не выполняется.</translation>
    </message>
    <message>
        <source>The protected item has been deleted; its data is kept for a few days only. Undo the deletion to back up again.</source>
        <translation>Защищённый элемент удалён; его данные будут храниться лишь несколько дней. Чтобы снова выполнять резервное копирование, отмените удаление.</translation>
    </message>
    <message>
        <source>The protected item has not been deleted.</source>
        <translation>Защищённый элемент не удалён.</translation>
    </message>
    <message>
        <source>The protected item is this VM and no other</source>
        <translation>Защищённый элемент&#xa0;— именно эта ВМ</translation>
    </message>
    <message>
        <source>Two VMs can have had the same name. Azure Backup identifies a VM by its id, and Azure by a GUID that is different for every new VM.</source>
        <translation>Одно и то же имя могло быть у двух ВМ. Azure Backup различает ВМ по идентификатору ресурса, а Azure&#xa0;— по GUID, который у каждой новой ВМ новый.</translation>
    </message>
    <message>
        <source>Azure&apos;s answer does not make clear which VM the item protects.</source>
        <translation>Из ответа Azure непонятно, какую ВМ защищает этот элемент.</translation>
    </message>
    <message>
        <source>The item that Azure Backup has for this VM protects another one: {source}.</source>
        <translation>Элемент, который в Azure Backup числится за этой ВМ, защищает другую: {source}.</translation>
    </message>
    <message>
        <source>The item&apos;s id is that of this VM; no restore point tells more.</source>
        <translation>В элементе указан идентификатор этой ВМ; точек восстановления, по которым можно узнать больше, нет.</translation>
    </message>
    <message>
        <source>Azure does not say of which machine the last restore point was taken.</source>
        <translation>Azure не сообщает, какой машине принадлежит последняя точка восстановления.</translation>
    </message>
    <message>
        <source>The item&apos;s id is that of this VM, and its last restore point was taken of it.</source>
        <translation>В элементе указан идентификатор этой ВМ, и последняя точка восстановления принадлежит ей.</translation>
    </message>
    <message>
        <source>The last restore point was taken of another machine with this name ({old}); the current VM is {new}. It has been re-created since: protect it again if it is not the old one restored.</source>
        <translation>Последняя точка восстановления принадлежит другой машине с тем же именем ({old}); нынешняя ВМ&#xa0;— {new}. ВМ с тех пор создали заново: защитите её заново, если это не прежняя машина, восстановленная из копии.</translation>
    </message>
    <message>
        <source>Ask which vault protects the VM</source>
        <translation>Узнать, какое хранилище защищает ВМ</translation>
    </message>
    <message>
        <source>The first command answers with the vault&apos;s id, or with nothing. The second shows the items of a vault and their states, also old ones of the same name in another resource group.</source>
        <translation>Первая команда выводит идентификатор хранилища Служб восстановления или ничего. Вторая показывает элементы хранилища и их состояния, в том числе старые элементы с тем же именем из другой группы ресурсов.</translation>
    </message>
    <message>
        <source>Resume protection that was stopped</source>
        <translation>Возобновить остановленную защиту</translation>
    </message>
    <message>
        <source>In the vault choose the item, then Resume backup and a policy. If protection was paused or suspended by an administrator or by a resource guard, ask why before you resume it.</source>
        <translation>В хранилище выберите элемент, затем «Возобновить резервное копирование» (Resume backup) и политику. Если защиту приостановил администратор или Resource Guard, сначала выясните почему, а потом возобновляйте её.</translation>
    </message>
    <message>
        <source>Bring a deleted item back</source>
        <translation>Вернуть удалённый элемент</translation>
    </message>
    <message>
        <source>A deleted item is in the state “soft deleted” for 14 days or as long as the vault says. Undo the deletion, then resume protection.</source>
        <translation>Удалённый элемент остаётся в состоянии «Обратимо удалено» (soft deleted) 14&#xa0;дней или столько, сколько задано в хранилище. Отмените удаление, затем возобновите защиту.</translation>
    </message>
    <message>
        <source>Protect a VM that is new to Azure Backup</source>
        <translation>Защитить ВМ, новую для Azure Backup</translation>
    </message>
    <message>
        <source>A VM that was moved or re-created is new to Azure Backup, whatever its name. Protect it in a vault in its region. The old item keeps its restore points until you delete them.</source>
        <translation>Перемещённая или созданная заново ВМ&#xa0;— новая для Azure Backup, как бы она ни называлась. Защитите её в хранилище Служб восстановления из её региона. Старый элемент хранит свои точки восстановления, пока вы их не удалите.</translation>
    </message>
</context>
<context>
    <name>Provisioning</name>
    <message>
        <source>The VM&apos;s last change in Azure failed</source>
        <translation>Последнее изменение ВМ в Azure завершилось сбоем</translation>
    </message>
    <message>
        <source>Azure keeps a provisioning state for the VM, apart from whether it runs. When an extension or another change of the VM has failed, that state is Failed, and Azure Backup takes no snapshot until it is put right, even though the VM works well.</source>
        <translation>У ВМ в Azure есть состояние подготовки; оно не зависит от того, работает ли ВМ. Если расширение или другое изменение ВМ завершилось сбоем, это состояние&#xa0;— Failed, и, пока его не исправить, Azure Backup не делает моментальных снимков, даже если сама ВМ работает хорошо.</translation>
    </message>
    <message>
        <source>The VM&apos;s last change in Azure succeeded</source>
        <translation>Последнее изменение ВМ в Azure прошло без сбоя</translation>
    </message>
    <message>
        <source>A VM in the Failed provisioning state is refused by Azure Backup even when it runs well. Mostly an extension has failed, or a change of the VM was not completed.</source>
        <translation>Если состояние подготовки&#xa0;— Failed, Azure Backup отказывается от такой ВМ, даже если она хорошо работает. Чаще всего дело в сбое расширения или в изменении ВМ, которое не завершилось.</translation>
    </message>
    <message>
        <source>The provisioning state is Succeeded.</source>
        <translation>Состояние подготовки&#xa0;— Succeeded.</translation>
    </message>
    <message>
        <source>Azure names a provisioning state this program does not know: {state}.</source>
        <translation>Azure показывает состояние подготовки, неизвестное этой программе: {state}.</translation>
    </message>
    <message>
        <source>The provisioning state is Failed. The VM&apos;s activity log names the change that failed.</source>
        <translation>Состояние подготовки&#xa0;— Failed. Какое изменение завершилось сбоем, показывает журнал действий ВМ.</translation>
    </message>
    <message>
        <source>The provisioning state is Failed, with the error {code}.</source>
        <translation>Состояние подготовки&#xa0;— Failed, ошибка {code}.</translation>
    </message>
    <message>
        <source>The provisioning state is Failed, with the error {code}. Azure says: {message}</source>
        <translation>Состояние подготовки&#xa0;— Failed, ошибка {code}. Сообщение Azure: {message}</translation>
    </message>
    <message>
        <source>Azure is changing the VM ({state}) and does not say since when. A backup has to wait for that: look again.</source>
        <translation>Azure изменяет ВМ ({state}) и не сообщает, с какого времени. Резервному копированию придётся подождать: повторите проверку.</translation>
    </message>
    <message>
        <source>Azure has been changing the VM for {age} ({state}). A backup has to wait for that: look again later.</source>
        <translation>Azure изменяет ВМ уже&#xa0;{age} ({state}). Резервному копированию придётся подождать: повторите проверку позже.</translation>
    </message>
    <message>
        <source>Azure has been changing the VM for {age} ({state}), longer than any extension may take: the change is stuck.</source>
        <translation>Azure изменяет ВМ уже&#xa0;{age} ({state}), дольше, чем отведено любому расширению: изменение зависло.</translation>
    </message>
    <message>
        <source>No extension has failed on the VM</source>
        <translation>Расширения на ВМ работают без сбоев</translation>
    </message>
    <message>
        <source>One failed extension, whosever it is, is enough to put the whole VM into the failed state. It has to be repaired or removed first.</source>
        <translation>Одного расширения со сбоем, чьё бы оно ни было, достаточно, чтобы вся ВМ перешла в состояние сбоя. Сначала его нужно исправить или удалить.</translation>
    </message>
    <message>
        <source>No extension has failed that would show in the VM&apos;s state.</source>
        <translation>Нет расширений со сбоем, который отразился бы на состоянии ВМ.</translation>
    </message>
    <message numerus="yes">
        <source>%n extension(s) failed, and with it the VM: {names}.</source>
        <translation>
            <numerusform>%n&#xa0;расширение завершилось сбоем и перевело ВМ в состояние сбоя: {names}.</numerusform>
            <numerusform>%n&#xa0;расширения завершились сбоем и перевели ВМ в состояние сбоя: {names}.</numerusform>
            <numerusform>%n&#xa0;расширений завершились сбоем и перевели ВМ в состояние сбоя: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>The VM is off, so what extensions last reported does not affect its backup.</source>
        <translation>ВМ выключена, и то, что расширения сообщили в последний раз, её резервному копированию не мешает.</translation>
    </message>
    <message numerus="yes">
        <source>%n extension(s) failed, but the VM itself failed for another reason, {code}: {names}.</source>
        <translation>
            <numerusform>%n&#xa0;расширение завершилось сбоем, но у сбоя самой ВМ другая причина, {code}: {names}.</numerusform>
            <numerusform>%n&#xa0;расширения завершились сбоем, но у сбоя самой ВМ другая причина, {code}: {names}.</numerusform>
            <numerusform>%n&#xa0;расширений завершились сбоем, но у сбоя самой ВМ другая причина, {code}: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extension(s) failed, although the VM&apos;s state is {state}: {names}.</source>
        <translation>
            <numerusform>%n&#xa0;расширение завершилось сбоем, хотя состояние ВМ&#xa0;— {state}: {names}.</numerusform>
            <numerusform>%n&#xa0;расширения завершились сбоем, хотя состояние ВМ&#xa0;— {state}: {names}.</numerusform>
            <numerusform>%n&#xa0;расширений завершились сбоем, хотя состояние ВМ&#xa0;— {state}: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>No extension hides a failure</source>
        <translation>Ни одно расширение не скрывает сбой</translation>
    </message>
    <message>
        <source>With suppressFailures a failed extension does not show in the VM&apos;s state, which then looks better than it is.</source>
        <translation>Если включён параметр suppressFailures, сбой расширения не отражается на состоянии ВМ, и оно выглядит лучше, чем на самом деле.</translation>
    </message>
    <message>
        <source>No extension with suppressed failures has failed.</source>
        <translation>Среди расширений с параметром suppressFailures сбоев нет.</translation>
    </message>
    <message>
        <source>Failed, but hidden from the VM&apos;s state by suppressFailures: {names}.</source>
        <translation>Сбой есть, но из-за suppressFailures на состоянии ВМ не отразился: {names}.</translation>
    </message>
    <message>
        <source>Remove the extension that failed</source>
        <translation>Удалить расширение со сбоем</translation>
    </message>
    <message>
        <source>Removes an extension that has failed and is not Azure Backup&apos;s own, and has Azure apply the VM&apos;s settings again. For one whose owner does not need it any more, or will install it again.</source>
        <translation>Удаляет расширение, которое завершилось сбоем и не принадлежит службе Azure Backup, и повторно применяет параметры ВМ в Azure. Подходит, если расширение больше не нужно тому, кто за него отвечает, или он установит его заново.</translation>
    </message>
    <message>
        <source>Find the extension that failed, and repair or remove it</source>
        <translation>Найти расширение со сбоем и исправить или удалить его</translation>
    </message>
    <message>
        <source>The list names every extension with its state; the instance view has the message of each. Whoever owns the failed one should repair it. Azure Backup&apos;s own may be removed: the next backup installs it again.</source>
        <translation>Список показывает все расширения и их состояния, представление экземпляра&#xa0;— сообщение каждого. Расширение со сбоем пусть исправит тот, кто за него отвечает. Расширение самой службы Azure Backup можно удалить: следующее резервное копирование установит его снова.</translation>
    </message>
    <message>
        <source>Read in the activity log what was changed last</source>
        <translation>Посмотреть в журнале действий, что изменяли последним</translation>
    </message>
    <message>
        <source>When no extension has failed, it was another change: a new size, a disk, a lack of capacity. The log of the last days names it and its error.</source>
        <translation>Если ни одно расширение не завершилось сбоем, дело в другом изменении: новый размер, диск, нехватка мощностей в Azure. Журнал за последние дни показывает это изменение и его ошибку.</translation>
    </message>
    <message>
        <source>Have Azure apply the VM&apos;s settings again</source>
        <translation>Повторно применить параметры ВМ в Azure</translation>
    </message>
    <message>
        <source>Once the reason is gone, Reapply brings the VM out of the failed state. It does not restart a healthy VM. Then back up again.</source>
        <translation>Когда причина устранена, повторное применение (reapply) выводит ВМ из состояния сбоя. Исправную ВМ оно не перезапускает. Затем снова запустите резервное копирование.</translation>
    </message>
    <message>
        <source>No extension has failed.</source>
        <translation>Расширений со сбоем нет.</translation>
    </message>
    <message>
        <source>It is Azure Backup&apos;s own extension that has failed. There is a separate repair for that, which loses nothing.</source>
        <translation>Сбоем завершилось расширение самой службы Azure Backup. Для него есть отдельное исправление, при котором ничего не теряется.</translation>
    </message>
    <message>
        <source>Remove the extension {extension}</source>
        <translation>Удалить расширение {extension}</translation>
    </message>
    <message>
        <source>None for the VM. What the extension does, such as monitoring or protection, is gone until it is installed again.</source>
        <translation>Для ВМ&#xa0;— нет. То, что делает расширение, например мониторинг или защита, не работает, пока его не установят снова.</translation>
    </message>
    <message>
        <source>The extension and its settings. Its protected settings, such as passwords and keys, cannot be read back from Azure.</source>
        <translation>Расширение и его параметры. Защищённые параметры, например пароли и ключи, прочитать из Azure нельзя.</translation>
    </message>
    <message>
        <source>Not by this program, which does not know the protected settings. Whoever owns it installs it again: publisher {publisher}, type {kind}, version {version}.</source>
        <translation>Эта программа вернуть расширение не может: защищённые параметры ей неизвестны. Заново его устанавливает тот, кто за него отвечает: издатель {publisher}, тип {kind}, версия {version}.</translation>
    </message>
    <message>
        <source>Repairing it is better than removing it, if its owner can be asked. It says of itself: {message}</source>
        <translation>Если можно обратиться к тому, кто отвечает за расширение, лучше исправить его, чем удалять. Сообщение расширения: {message}</translation>
    </message>
    <message numerus="yes">
        <source>%n more extension(s) have failed; this removes one at a time.</source>
        <translation>
            <numerusform>Есть ещё %n&#xa0;расширение со сбоем; за один раз удаляется одно.</numerusform>
            <numerusform>Есть ещё %n&#xa0;расширения со сбоем; за один раз удаляется одно.</numerusform>
            <numerusform>Есть ещё %n&#xa0;расширений со сбоем; за один раз удаляется одно.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProxySignIn</name>
    <message>
        <source>&amp;User name</source>
        <translation>&amp;Имя пользователя</translation>
    </message>
    <message>
        <source>As your organisation writes it, often DOMAIN\name.</source>
        <translation>Как принято в вашей организации, часто ДОМЕН\имя.</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Пароль</translation>
    </message>
    <message>
        <source>Sign in to the proxy</source>
        <translation>Вход на прокси-сервер</translation>
    </message>
    <message>
        <source>&amp;Remember them in this computer&apos;s password store</source>
        <translation>&amp;Запомнить в хранилище паролей этого компьютера</translation>
    </message>
    <message>
        <source>They are sent only to the proxy that asks for them, and are kept in memory until the program ends. To an HTTP proxy they go unencrypted, as from every other program.</source>
        <translation>Имя и пароль получает только тот прокси-сервер, который их запросил; в памяти они остаются до выхода из программы. Прокси-серверу HTTP они передаются незашифрованными, как и из любой другой программы.</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;Войти</translation>
    </message>
    <message>
        <source>The proxy of this network asks for a user name and a password.</source>
        <translation>Прокси-сервер этой сети запрашивает имя пользователя и пароль.</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and a password.</source>
        <translation>Прокси-сервер {proxy} запрашивает имя пользователя и пароль.</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not accept the user name and the password. Too many attempts may lock the account.</source>
        <translation>Прокси-сервер {proxy} не принял имя пользователя и пароль. Если неудачных попыток будет слишком много, учётная запись может быть заблокирована.</translation>
    </message>
    <message>
        <source>Remembering the proxy&apos;s password…</source>
        <translation>Сохраняется пароль прокси-сервера…</translation>
    </message>
    <message>
        <source>{reason} It is still used until the program ends.</source>
        <translation>{reason} До выхода из программы пароль всё равно действует.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Sign in</source>
        <translation>Вход</translation>
    </message>
    <message>
        <source>Virtual machine</source>
        <translation>Виртуальная машина</translation>
    </message>
    <message>
        <source>Symptom</source>
        <translation>Симптом</translation>
    </message>
    <message>
        <source>Back up again</source>
        <translation>Повторить резервное копирование</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Итог</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>not available yet</source>
        <translation>пока недоступен</translation>
    </message>
</context>
<context>
    <name>RemedyCard</name>
    <message>
        <source>Show the plan…</source>
        <translation>Показать план…</translation>
    </message>
    <message>
        <source>Show the plan of: {remedy}</source>
        <translation>Показать план: {remedy}</translation>
    </message>
    <message>
        <source>Not known: the last check was stopped. Check again.</source>
        <translation>Неизвестно: последняя проверка прервана. Проверьте ещё раз.</translation>
    </message>
    <message numerus="yes">
        <source>Can be carried out, as far as is known. Not known whether you hold: %n permission(s).</source>
        <translation>
            <numerusform>Насколько видно, выполнить можно. Не удалось проверить %n&#xa0;разрешение учётной записи.</numerusform>
            <numerusform>Насколько видно, выполнить можно. Не удалось проверить %n&#xa0;разрешения учётной записи.</numerusform>
            <numerusform>Насколько видно, выполнить можно. Не удалось проверить %n&#xa0;разрешений учётной записи.</numerusform>
        </translation>
    </message>
    <message>
        <source>Can be carried out now.</source>
        <translation>Можно выполнить сейчас.</translation>
    </message>
</context>
<context>
    <name>Repair</name>
    <message>
        <source>Waiting for the job to appear in the vault…</source>
        <translation>Ожидается появление задания в хранилище…</translation>
    </message>
    <message>
        <source>The backup is running…</source>
        <translation>Выполняется резервное копирование…</translation>
    </message>
    <message>
        <source>The vault lists no backup on demand that was begun then: none was started.</source>
        <translation>Среди заданий хранилища нет резервного копирования по запросу, начатого в это время: оно не было запущено.</translation>
    </message>
    <message>
        <source>The backup job ended: {status}.</source>
        <translation>Задание резервного копирования завершилось в состоянии {status}.</translation>
    </message>
    <message>
        <source>The backup job ended: {status}. Azure says: {words}</source>
        <translation>Задание резервного копирования завершилось в состоянии {status}. Сообщение Azure: {words}</translation>
    </message>
    <message>
        <source>The backup job ended: {status}. A failure is expected this time. Azure says: {words}</source>
        <translation>Задание резервного копирования завершилось в состоянии {status}. На этот раз сбой ожидаем. Сообщение Azure: {words}</translation>
    </message>
    <message>
        <source>Waiting for the job to be cancelled…</source>
        <translation>Ожидается отмена задания…</translation>
    </message>
    <message>
        <source>The agent has reported again.</source>
        <translation>Агент снова выходит на связь.</translation>
    </message>
    <message>
        <source>Waiting for the agent to report again…</source>
        <translation>Ожидается, что агент снова выйдет на связь…</translation>
    </message>
    <message>
        <source>The lock is back in place, exactly as it was.</source>
        <translation>Блокировка снова на месте, точно такая же, как была.</translation>
    </message>
    <message>
        <source>Waiting for Azure to show the lock as it was…</source>
        <translation>Ожидается, что Azure покажет блокировку в прежнем виде…</translation>
    </message>
    <message>
        <source>Carried out, but it is not known whether one of the steps took effect.</source>
        <translation>Выполнено, но подействовал ли один из шагов, неизвестно.</translation>
    </message>
    <message>
        <source>The backup has completed.</source>
        <translation>Резервное копирование завершено.</translation>
    </message>
    <message>
        <source>Carried out. The checks will show whether it helped.</source>
        <translation>Выполнено. Помогло ли это, покажут проверки.</translation>
    </message>
    <message>
        <source>Left unfinished by the user&apos;s decision.</source>
        <translation>Оставлено незавершённым по решению пользователя.</translation>
    </message>
    <message>
        <source>Stopped at “{step}”, and what had been done was undone. The reason: {reason}</source>
        <translation>Остановлено на шаге «{step}»; сделанное отменено. Причина: {reason}</translation>
    </message>
    <message>
        <source>Stopped at “{step}”, and undone as far as possible. The reason: {reason}</source>
        <translation>Остановлено на шаге «{step}»; отменено всё, что можно отменить. Причина: {reason}</translation>
    </message>
    <message>
        <source>Undone as far as possible.</source>
        <translation>Отменено всё, что можно отменить.</translation>
    </message>
    <message>
        <source>Undone.</source>
        <translation>Отменено, всё возвращено как было.</translation>
    </message>
    <message>
        <source>Not finished.</source>
        <translation>Не завершено.</translation>
    </message>
    <message>
        <source>Stopped at “{step}”: {reason}</source>
        <translation>Остановлено на шаге «{step}»: {reason}</translation>
    </message>
    <message>
        <source>Nothing is left to undo.</source>
        <translation>Отменять больше нечего.</translation>
    </message>
    <message>
        <source>Can still be undone: {steps}.</source>
        <translation>Ещё можно отменить: {steps}.</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>«{title}»</translation>
    </message>
    <message>
        <source>{first}, {next}</source>
        <extracomment>a list of steps, growing to the right</extracomment>
        <translation>{first}, {next}</translation>
    </message>
    <message>
        <source>Lock {lock} was not lifted.</source>
        <translation>Блокировка {lock} не снята.</translation>
    </message>
    <message>
        <source>Lock {lock} was lifted and is back.</source>
        <translation>Блокировка {lock} была снята и возвращена.</translation>
    </message>
    <message>
        <source>Lock {lock} was lifted and is not back.</source>
        <translation>Блокировка {lock} снята и не возвращена.</translation>
    </message>
    <message>
        <source>Whether lock {lock} is in place is not known.</source>
        <translation>Неизвестно, на месте ли блокировка {lock}.</translation>
    </message>
    <message>
        <source>The connection was lost while this was being sent. It is not known whether Azure carried it out.</source>
        <translation>Соединение прервалось во время отправки. Выполнен ли запрос в Azure, неизвестно.</translation>
    </message>
    <message>
        <source>Another version of the program began this. Only that one can finish it.</source>
        <translation>Это исправление начала другая версия программы. Завершить его может только она.</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Сохранено: {file}</translation>
    </message>
    <message>
        <source>Not finished within {limit}. Last seen: {last}</source>
        <translation>Не завершилось за&#xa0;{limit}. Последнее, что видела программа: {last}</translation>
    </message>
    <message>
        <source>This cause exists on {os} only.</source>
        <translation>Эта причина бывает только в&#xa0;{os}.</translation>
    </message>
    <message>
        <source>What this repair needs could not be read: {reason}</source>
        <translation>Не удалось прочитать то, что нужно для исправления: {reason}</translation>
    </message>
    <message>
        <source>This repair itself failed. The log says why.</source>
        <translation>Сбой в самом исправлении. Подробности&#xa0;— в журнале программы.</translation>
    </message>
    <message>
        <source>Not offered: every check of this cause was skipped.</source>
        <translation>Не предлагается: все проверки этой причины пропущены.</translation>
    </message>
    <message>
        <source>Nothing to repair here: the checks rule this cause out.</source>
        <translation>Исправлять нечего: проверки исключают эту причину.</translation>
    </message>
    <message>
        <source>The account lacks {action} on {scope}.</source>
        <translation>Учётной записи не хватает разрешения {action} в области {scope}.</translation>
    </message>
    <message numerus="yes">
        <source>The account lacks %n permission(s), among them {action} on {scope}.</source>
        <translation>
            <numerusform>Учётной записи не хватает %n&#xa0;разрешения, в том числе {action} в области {scope}.</numerusform>
            <numerusform>Учётной записи не хватает %n&#xa0;разрешений, в том числе {action} в области {scope}.</numerusform>
            <numerusform>Учётной записи не хватает %n&#xa0;разрешений, в том числе {action} в области {scope}.</numerusform>
        </translation>
    </message>
    <message>
        <source>The id “{id}” cannot be put into a request safely. Use the portal for this one.</source>
        <translation>Идентификатор «{id}» нельзя безопасно подставить в запрос. В этом случае используйте портал.</translation>
    </message>
    <message>
        <source>The name “{name}” cannot be put into a request safely. Use the portal for this one.</source>
        <translation>Имя «{name}» нельзя безопасно подставить в запрос. В этом случае используйте портал.</translation>
    </message>
</context>
<context>
    <name>RepairSwitch</name>
    <message>
        <source>Read-only</source>
        <translation>Только чтение</translation>
    </message>
    <message>
        <source>Repairs allowed</source>
        <translation>Исправления разрешены</translation>
    </message>
    <message>
        <source>{state}: switch repairs</source>
        <translation>{state}: переключить режим исправлений</translation>
    </message>
    <message>
        <source>Sign in first. Every session starts read-only.</source>
        <translation>Сначала войдите. Каждый сеанс начинается в режиме только чтения.</translation>
    </message>
    <message>
        <source>Plans that you confirm are carried out. Press to go back to read-only.</source>
        <translation>Планы, которые вы подтверждаете, выполняются. Нажмите, чтобы вернуться в режим только чтения.</translation>
    </message>
    <message>
        <source>Nothing is changed in Azure. Press to allow repairs; every one of them shows its plan first.</source>
        <translation>В Azure ничего не меняется. Нажмите, чтобы разрешить исправления; каждое из них сначала показывает план.</translation>
    </message>
</context>
<context>
    <name>Repairs</name>
    <message>
        <source>Nothing was sent, because something has changed since the plan was made: {reason}</source>
        <translation>Ничего не отправлено: после составления плана что-то изменилось. {reason}</translation>
    </message>
    <message>
        <source>Nothing was sent: what has to be done is no longer what this plan shows. Check again.</source>
        <translation>Ничего не отправлено: то, что нужно сделать, уже не совпадает с этим планом. Проверьте ещё раз.</translation>
    </message>
    <message>
        <source>Another window of Backup Doctor is working on this at the moment.</source>
        <translation>Сейчас с этим работает другое окно Backup Doctor.</translation>
    </message>
    <message>
        <source>The journal no longer holds this, or its file is damaged.</source>
        <translation>В журнале изменений этой записи больше нет или её файл повреждён.</translation>
    </message>
    <message>
        <source>Writing into the journal…</source>
        <translation>Запись в журнал изменений…</translation>
    </message>
    <message>
        <source>Carrying out “{remedy}”…</source>
        <translation>Выполняется «{remedy}»…</translation>
    </message>
    <message>
        <source>Finding out what can be repaired…</source>
        <translation>Выясняется, что можно исправить…</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>This file is not JSON, so it cannot be a saved diagnosis.</source>
        <translation>Этот файл не в формате JSON, значит, это не сохранённая диагностика.</translation>
    </message>
    <message>
        <source>This file is JSON, but not a saved diagnosis: the field “schema” is missing.</source>
        <translation>Этот файл в формате JSON, но это не сохранённая диагностика: нет поля «schema».</translation>
    </message>
    <message>
        <source>This diagnosis has schema {found}; this version of Backup Doctor reads schema {known}.</source>
        <translation>У этой диагностики схема {found}, а эта версия Backup Doctor читает схему {known}.</translation>
    </message>
    <message>
        <source>This diagnosis file is damaged: a field is missing or has the wrong form.</source>
        <translation>Файл диагностики повреждён: поле отсутствует или имеет неверную форму.</translation>
    </message>
</context>
<context>
    <name>ReportCard</name>
    <message>
        <source>Copy for a ticket</source>
        <translation>Скопировать для заявки</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Язык</translation>
    </message>
    <message>
        <source>Language of the report</source>
        <translation>Язык отчёта</translation>
    </message>
    <message>
        <source>Mask &amp;names, ids and addresses</source>
        <translation>Скрыть &amp;имена, идентификаторы и адреса</translation>
    </message>
    <message>
        <source>Pre&amp;view…</source>
        <translation>&amp;Просмотр…</translation>
    </message>
    <message>
        <source>Export &amp;PDF…</source>
        <translation>Со&amp;хранить PDF…</translation>
    </message>
    <message>
        <source>Export &amp;JSON…</source>
        <translation>Сохр&amp;анить JSON…</translation>
    </message>
    <message>
        <source>Text for a ticket</source>
        <translation>Текст для заявки</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Export PDF</source>
        <translation>Сохранение PDF</translation>
    </message>
    <message>
        <source>Export JSON</source>
        <translation>Сохранение JSON</translation>
    </message>
</context>
<context>
    <name>ResourceId</name>
    <message>
        <source>“{given}” is not the resource id of a virtual machine. A resource id looks like /subscriptions/&lt;GUID&gt;/resourceGroups/&lt;name&gt;/providers/Microsoft.Compute/virtualMachines/&lt;name&gt;.</source>
        <translation>«{given}»&#xa0;— не идентификатор ресурса виртуальной машины. Он выглядит так: /subscriptions/&lt;GUID&gt;/resourceGroups/&lt;имя&gt;/providers/Microsoft.Compute/virtualMachines/&lt;имя&gt;.</translation>
    </message>
</context>
<context>
    <name>Resources</name>
    <message>
        <source>The VM has run out of disk space, memory or processor time</source>
        <translation>ВМ не хватает места на диске, памяти или процессорного времени</translation>
    </message>
    <message>
        <source>The agent and the extension need some free space to unpack and to write, and the guest needs time to prepare its data before the snapshot. If either runs out, the failure shows elsewhere: in VSS writers, a freeze or a time limit.</source>
        <translation>Агенту и расширению нужно немного свободного места, чтобы распаковаться и записать файлы, а гостевой системе&#xa0;— время, чтобы привести данные в порядок перед моментальным снимком. Если не хватает того или другого, сбой проявляется в другом месте: в модулях записи VSS, при заморозке файловых систем или как превышение времени ожидания.</translation>
    </message>
    <message>
        <source>There is room on the disk the agent works on</source>
        <translation>На диске, с которым работает агент, есть место</translation>
    </message>
    <message>
        <source>The agent and the extensions unpack and write on the system drive, on Linux under /var/lib/waagent.</source>
        <translation>Агент и расширения распаковываются и пишут на системный диск, в Linux&#xa0;— в папку /var/lib/waagent.</translation>
    </message>
    <message>
        <source>The system drive has {free} MB left.</source>
        <translation>На системном диске свободно {free}&#xa0;МБ.</translation>
    </message>
    <message>
        <source>The file system of /var/lib/waagent is {used} % full.</source>
        <translation>Файловая система с папкой /var/lib/waagent заполнена на&#xa0;{used}&#xa0;%.</translation>
    </message>
    <message>
        <source>There is free memory inside the VM now</source>
        <translation>Внутри ВМ сейчас есть свободная память</translation>
    </message>
    <message>
        <source>When memory runs out, the guest swaps, and what should take seconds takes minutes.</source>
        <translation>Когда память кончается, гостевая система уходит в подкачку, и то, на что хватило бы секунд, занимает минуты.</translation>
    </message>
    <message>
        <source>{free} % of the memory is free now.</source>
        <translation>Сейчас свободно {free}&#xa0;% памяти.</translation>
    </message>
    <message>
        <source>The processors were not overloaded around the last backup</source>
        <translation>Во время последнего резервного копирования процессоры не были перегружены</translation>
    </message>
    <message>
        <source>Above 90 % the guest may not be able to prepare its data in the time that the snapshot allows.</source>
        <translation>При загрузке выше 90&#xa0;% гостевая система может не успеть привести данные в порядок за то время, которое отведено ей на моментальный снимок.</translation>
    </message>
    <message>
        <source>Between {since} and {until} the processors were at most {value} % busy.</source>
        <translation>Максимальная загрузка процессоров с&#xa0;{since} до&#xa0;{until}&#xa0;— {value}&#xa0;%.</translation>
    </message>
    <message>
        <source>Memory did not run short around the last backup</source>
        <translation>Во время последнего резервного копирования памяти хватало</translation>
    </message>
    <message>
        <source>A shortage that is over by now can still be why last night&apos;s backup failed.</source>
        <translation>Даже если нехватка уже прошла, ночное резервное копирование могло завершиться сбоем именно из-за неё.</translation>
    </message>
    <message>
        <source>Azure keeps no memory counter for this VM; a look inside shows how it is now.</source>
        <translation>Счётчика памяти для этой ВМ в Azure нет; как с памятью сейчас, покажет проверка внутри ВМ.</translation>
    </message>
    <message>
        <source>Between {since} and {until} at least {value} % of the memory was free.</source>
        <translation>Минимум свободной памяти с&#xa0;{since} до&#xa0;{until}&#xa0;— {value}&#xa0;%.</translation>
    </message>
    <message>
        <source>{load} The backup completed anyway.</source>
        <translation>{load} Тем не менее резервное копирование завершилось.</translation>
    </message>
    <message>
        <source>Azure has no samples between {since} and {until}: the VM was off then, or that is too long ago.</source>
        <translation>У Azure нет измерений за период {since}&#xa0;— {until}: ВМ тогда была выключена, или прошло слишком много времени.</translation>
    </message>
    <message>
        <source>Let the Azure host take the snapshot first</source>
        <translation>Сначала делать моментальный снимок через узел Azure</translation>
    </message>
    <message>
        <source>Sets two values that Microsoft gives for a Windows VM that is too busy to answer in time.</source>
        <translation>Задаёт два значения реестра, которые Microsoft советует для ВМ с Windows, если она слишком загружена и не успевает ответить.</translation>
    </message>
    <message>
        <source>These values exist for the backup extension of Windows only.</source>
        <translation>Эти значения есть только у расширения резервного копирования для Windows.</translation>
    </message>
    <message>
        <source>Free space on Windows</source>
        <translation>Освободить место в Windows</translation>
    </message>
    <message>
        <source>Log in by RDP or the serial console. Look what takes the room; old logs under C:\WindowsAzure\Logs are safe to go. If the drive is simply too small, enlarge the disk in Azure and extend the volume. See also that the page file has room to grow.</source>
        <translation>Войдите по RDP или через последовательную консоль. Посмотрите, что занимает место; старые журналы в C:\WindowsAzure\Logs можно смело удалять. Если диск просто мал, увеличьте его в Azure и расширьте том. Проверьте также, есть ли куда расти файлу подкачки.</translation>
    </message>
    <message>
        <source>Free space on Linux</source>
        <translation>Освободить место в Linux</translation>
    </message>
    <message>
        <source>Log in by SSH or the serial console. A file system can also be full because it has no inodes left. Old journals and the cache of the package manager are safe to go; delete nothing in /var/lib/waagent manually.</source>
        <translation>Войдите по SSH или через последовательную консоль. Файловая система может быть заполнена и потому, что в ней кончились индексные дескрипторы (inode). Старые журналы и кэш диспетчера пакетов можно смело удалять; в папке /var/lib/waagent ничего не удаляйте вручную.</translation>
    </message>
    <message>
        <source>Find what takes memory and processor time</source>
        <translation>Найти, что расходует память и процессорное время</translation>
    </message>
    <message>
        <source>Look while a backup runs, or at the hour at which it runs. Virus scans and other backups at the same hour are usual suspects.</source>
        <translation>Смотрите, пока идёт резервное копирование, или в тот час, когда оно обычно идёт. Чаще всего виноваты антивирусные проверки и другое резервное копирование в то же время.</translation>
    </message>
    <message>
        <source>Move the backup to a quiet time, or take a larger VM</source>
        <translation>Перенести резервное копирование на спокойное время или взять ВМ большего размера</translation>
    </message>
    <message>
        <source>The hour is set in the backup policy and holds for every VM of that policy. A larger size needs a restart. The command lists the sizes this VM can change to.</source>
        <translation>Время задаётся в политике резервного копирования и действует для всех ВМ с этой политикой. Для увеличения размера нужен перезапуск. Команда перечисляет размеры, на которые можно перевести эту ВМ.</translation>
    </message>
    <message>
        <source>Let the Azure host take the snapshot on a slow Windows VM</source>
        <translation>На медленной ВМ с Windows поручить моментальный снимок узлу Azure</translation>
    </message>
    <message>
        <source>Microsoft gives these two values for backups that fail because the VM is too busy to answer in time (ExtensionFailedTimeoutVMNetworkUnresponsive). Delete them again when the VM has what it needs.</source>
        <translation>Эти два значения реестра Microsoft советует, если резервное копирование завершается сбоем, потому что ВМ слишком загружена и не успевает ответить (ExtensionFailedTimeoutVMNetworkUnresponsive). Удалите их, когда ресурсов ВМ станет хватать.</translation>
    </message>
</context>
<context>
    <name>RestorePoints</name>
    <message>
        <source>The VM has reached the restore point limit</source>
        <translation>У ВМ предельное число точек восстановления</translation>
    </message>
    <message>
        <source>A VM that is backed up by a Standard policy may have 18 instant restore points, counted over all collections in all resource groups, including those created by other products or by you. At the limit every backup fails. Usually something keeps Azure Backup from deleting its old points; sometimes backups on demand or collections of others use up the room.</source>
        <translation>При стандартной политике (Standard) у ВМ может быть не больше 18&#xa0;точек мгновенного восстановления; считаются точки всех коллекций во всех группах ресурсов, в том числе созданные другими продуктами или вами. По достижении предела каждое резервное копирование завершается сбоем. Чаще всего что-то не даёт Azure Backup удалять старые точки; иногда место занимают копии по запросу или чужие коллекции.</translation>
    </message>
    <message>
        <source>There is room for another restore point</source>
        <translation>Есть место для ещё одной точки восстановления</translation>
    </message>
    <message>
        <source>The Standard policy allows 18 instant restore points. The Enhanced policy keeps more; then Compute&apos;s own limit of 500 counts.</source>
        <translation>Стандартная политика (Standard) допускает 18&#xa0;точек мгновенного восстановления. Расширенная (Enhanced) хранит больше; тогда действует собственный предел службы Compute&#xa0;— 500.</translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s): by the Standard policy that is the limit (18), but which policy this VM has could not be read. The Enhanced policy keeps more.</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления: для стандартной политики (Standard) предел (18) достигнут, но какая политика у этой ВМ, прочитать не удалось. Расширенная (Enhanced) хранит больше.</numerusform>
            <numerusform>%n&#xa0;точки восстановления: для стандартной политики (Standard) предел (18) достигнут, но какая политика у этой ВМ, прочитать не удалось. Расширенная (Enhanced) хранит больше.</numerusform>
            <numerusform>%n&#xa0;точек восстановления: для стандартной политики (Standard) предел (18) достигнут, но какая политика у этой ВМ, прочитать не удалось. Расширенная (Enhanced) хранит больше.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s); Azure refuses another: the limit is {limit}.</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления; ещё одну Azure не создаст: предел&#xa0;— {limit}.</numerusform>
            <numerusform>%n&#xa0;точки восстановления; ещё одну Azure не создаст: предел&#xa0;— {limit}.</numerusform>
            <numerusform>%n&#xa0;точек восстановления; ещё одну Azure не создаст: предел&#xa0;— {limit}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s), below the limit of 18.</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления, это меньше предела (18).</numerusform>
            <numerusform>%n&#xa0;точки восстановления, это меньше предела (18).</numerusform>
            <numerusform>%n&#xa0;точек восстановления, это меньше предела (18).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s): more than a Standard policy allows, but this VM has an Enhanced one (at most {limit}).</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления: больше, чем допускает стандартная политика (Standard), но у этой ВМ расширенная (Enhanced), её предел&#xa0;— {limit}.</numerusform>
            <numerusform>%n&#xa0;точки восстановления: больше, чем допускает стандартная политика (Standard), но у этой ВМ расширенная (Enhanced), её предел&#xa0;— {limit}.</numerusform>
            <numerusform>%n&#xa0;точек восстановления: больше, чем допускает стандартная политика (Standard), но у этой ВМ расширенная (Enhanced), её предел&#xa0;— {limit}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore points of others do not use up the room</source>
        <translation>Чужие точки восстановления не занимают всё место</translation>
    </message>
    <message>
        <source>Points in collections of Site Recovery, of another product or of your own count towards the same limit, and Azure Backup never deletes them.</source>
        <translation>Точки в коллекциях Site Recovery, других продуктов или ваших собственных входят в тот же предел, и Azure Backup никогда их не удаляет.</translation>
    </message>
    <message>
        <source>Every restore point of this VM was made by Azure Backup.</source>
        <translation>Все точки восстановления этой ВМ созданы службой Azure Backup.</translation>
    </message>
    <message numerus="yes">
        <source>%n of {total} restore point(s) lie in collections of others ({names}). There is room anyway.</source>
        <translation>
            <numerusform>В чужих коллекциях ({names}) лежит %n&#xa0;точка восстановления из&#xa0;{total}. Место всё равно есть.</numerusform>
            <numerusform>В чужих коллекциях ({names}) лежат %n&#xa0;точки восстановления из&#xa0;{total}. Место всё равно есть.</numerusform>
            <numerusform>В чужих коллекциях ({names}) лежит %n&#xa0;точек восстановления из&#xa0;{total}. Место всё равно есть.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of {total} restore point(s) lie in collections of others ({names}). Azure Backup does not clean these up; whoever made them can.</source>
        <translation>
            <numerusform>В чужих коллекциях ({names}) лежит %n&#xa0;точка восстановления из&#xa0;{total}. Azure Backup такие точки не удаляет; это может сделать тот, кто их создал.</numerusform>
            <numerusform>В чужих коллекциях ({names}) лежат %n&#xa0;точки восстановления из&#xa0;{total}. Azure Backup такие точки не удаляет; это может сделать тот, кто их создал.</numerusform>
            <numerusform>В чужих коллекциях ({names}) лежит %n&#xa0;точек восстановления из&#xa0;{total}. Azure Backup такие точки не удаляет; это может сделать тот, кто их создал.</numerusform>
        </translation>
    </message>
    <message>
        <source>No restore point collection is stuck</source>
        <translation>Ни одна коллекция точек восстановления не зависла</translation>
    </message>
    <message>
        <source>A collection that is being deleted or has failed is left over from a clean-up that did not finish, and still counts.</source>
        <translation>Коллекция, которая удаляется или находится в состоянии сбоя, осталась от незавершённой очистки и всё ещё учитывается.</translation>
    </message>
    <message>
        <source>The VM has no restore point collection yet.</source>
        <translation>Коллекций точек восстановления у ВМ пока нет.</translation>
    </message>
    <message>
        <source>Azure names a state of {collection} this program does not know: {state}.</source>
        <translation>Azure называет состояние коллекции {collection}, которое этой программе не известно: {state}.</translation>
    </message>
    <message>
        <source>{collection} in {group} is in the state {state}.</source>
        <translation>Состояние коллекции {collection} в группе {group}&#xa0;— {state}.</translation>
    </message>
    <message numerus="yes">
        <source>%n restore point collection(s), none stuck.</source>
        <translation>
            <numerusform>%n&#xa0;коллекция точек восстановления, зависших нет.</numerusform>
            <numerusform>%n&#xa0;коллекции точек восстановления, зависших нет.</numerusform>
            <numerusform>%n&#xa0;коллекций точек восстановления, зависших нет.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set off Azure Backup&apos;s clean-up</source>
        <translation>Запустить очистку Azure Backup</translation>
    </message>
    <message>
        <source>Starts a backup on demand, which is expected to fail, and waits until Azure Backup has deleted its old restore points.</source>
        <translation>Запускает резервное копирование по запросу, которое ожидаемо завершится сбоем, и ждёт, пока служба Azure Backup удалит свои старые точки восстановления.</translation>
    </message>
    <message>
        <source>Delete Azure Backup&apos;s restore point collection</source>
        <translation>Удалить коллекцию точек восстановления Azure Backup</translation>
    </message>
    <message>
        <source>The last resort if the clean-up does not happen: deletes the instant restore points that Azure Backup created for this VM. Copies in the vault stay.</source>
        <translation>Крайняя мера, если очистка не начинается: удаляет точки мгновенного восстановления этой ВМ, созданные службой Azure Backup. Копии в хранилище Служб восстановления остаются.</translation>
    </message>
    <message>
        <source>List every collection of this VM with its points</source>
        <translation>Вывести список всех коллекций этой ВМ с их точками</translation>
    </message>
    <message>
        <source>Look for all collections whose source is this VM, in whatever group, then at each with its points. Collections of Azure Backup are called AzureBackup_&lt;VM&gt;_&lt;number&gt;.</source>
        <translation>Найдите все коллекции, источник которых&#xa0;— эта ВМ, в какой бы группе они ни лежали, затем посмотрите точки в каждой. Коллекции Azure Backup называются AzureBackup_&lt;ВМ&gt;_&lt;номер&gt;.</translation>
    </message>
    <message>
        <source>Let Azure Backup clean up</source>
        <translation>Дать Azure Backup выполнить очистку</translation>
    </message>
    <message>
        <source>Remove what keeps the old points (a lock, an Azure Policy), then choose Back up now in the vault. That backup may still fail, but it sets off the clean-up, which takes several hours. The command shows which vault protects the VM.</source>
        <translation>Уберите то, что удерживает старые точки (блокировку или политику Azure), затем выберите в хранилище «Архивировать сейчас». Это резервное копирование ещё может завершиться сбоем, но оно начнёт очистку, которая занимает несколько часов. Команда показывает, какое хранилище Служб восстановления защищает ВМ.</translation>
    </message>
    <message>
        <source>Release a restore point that somebody reads</source>
        <translation>Освободить точку восстановления, которую кто-то читает</translation>
    </message>
    <message>
        <source>A disk restore point with an active shared access signature cannot be deleted (DiskRestorePointUsedByCustomer). This program cannot see such signatures. Whoever copies from it has to finish, or the access has to be ended.</source>
        <translation>Точку восстановления диска с активным подписанным URL-адресом (SAS) удалить нельзя (DiskRestorePointUsedByCustomer). Таких адресов эта программа не видит. Дождитесь, пока копирование с неё закончится, или отзовите доступ.</translation>
    </message>
    <message>
        <source>Delete points that Azure Backup did not make</source>
        <translation>Удалить точки, созданные не службой Azure Backup</translation>
    </message>
    <message>
        <source>Ask the owner of a collection before you delete anything in it: Site Recovery and other products need theirs. Restore points that are deleted cannot be brought back.</source>
        <translation>Прежде чем что-либо удалять в коллекции, спросите её владельца: Site Recovery и другим продуктам их точки нужны. Удалённые точки восстановления не вернуть.</translation>
    </message>
    <message>
        <source>Make fewer points, or allow more</source>
        <translation>Создавать меньше точек или разрешить больше</translation>
    </message>
    <message>
        <source>Several backups on demand a day use up the room quickly: space them out, and keep instant restore points for fewer days. If you need many, move the VM to an Enhanced policy; there is no way back to a Standard one.</source>
        <translation>Несколько копий по запросу в день быстро исчерпывают предел: делайте их реже и храните точки мгновенного восстановления меньше дней. Если нужно много точек, переведите ВМ на расширенную политику (Enhanced); вернуться к стандартной (Standard) нельзя.</translation>
    </message>
</context>
<context>
    <name>ResultText</name>
    <message>
        <source>Not checked</source>
        <translation>Не проверено</translation>
    </message>
    <message>
        <source>What was done ({id}):</source>
        <translation>Что сделано ({id}):</translation>
    </message>
    <message>
        <source>Result: undone.</source>
        <translation>Результат: отменено.</translation>
    </message>
    <message>
        <source>Result: carried out, and verified.</source>
        <translation>Результат: выполнено и подтверждено проверкой.</translation>
    </message>
    <message>
        <source>Result: carried out, but not verified: something is still wrong or could not be checked.</source>
        <translation>Результат: выполнено, но не подтверждено проверкой: что-то по-прежнему неисправно или что-то не удалось проверить.</translation>
    </message>
    <message>
        <source>Result: not completed.</source>
        <translation>Результат: выполнено не до конца.</translation>
    </message>
    <message>
        <source>Checks of “{cause}”, before → after:</source>
        <translation>Проверки причины «{cause}», до → после:</translation>
    </message>
</context>
<context>
    <name>Risk</name>
    <message>
        <source>Safe</source>
        <translation>Безопасно</translation>
    </message>
    <message>
        <source>Disruptive</source>
        <translation>Прерывает работу</translation>
    </message>
    <message>
        <source>Destructive</source>
        <translation>Ведёт к потерям</translation>
    </message>
</context>
<context>
    <name>Scenario</name>
    <message>
        <source>The VM is deallocated</source>
        <translation>ВМ остановлена (освобождена)</translation>
    </message>
    <message>
        <source>The backup extension has failed</source>
        <translation>Расширение резервного копирования завершилось сбоем</translation>
    </message>
    <message>
        <source>The backup extension is stuck</source>
        <translation>Расширение резервного копирования зависло</translation>
    </message>
    <message>
        <source>All outbound traffic is denied, which does no harm</source>
        <translation>Весь исходящий трафик запрещён, и это не мешает</translation>
    </message>
    <message>
        <source>A healthy Linux VM</source>
        <translation>Исправная ВМ с Linux</translation>
    </message>
    <message>
        <source>A healthy Windows VM</source>
        <translation>Исправная ВМ с Windows</translation>
    </message>
    <message>
        <source>The agent is stopped, and Azure&apos;s texts hold markup</source>
        <translation>Агент остановлен, а в текстах Azure есть разметка</translation>
    </message>
    <message>
        <source>The Linux agent is out of date</source>
        <translation>Агент Linux устарел</translation>
    </message>
    <message>
        <source>The Linux agent is silent</source>
        <translation>Агент Linux не отвечает</translation>
    </message>
    <message>
        <source>The account may not read locks</source>
        <translation>Учётной записи нельзя читать блокировки</translation>
    </message>
    <message>
        <source>A security group denies storage, and the agent is too old to do without</source>
        <translation>Группа безопасности сети закрывает службу хранилища, а агент слишком стар, чтобы обойтись без неё</translation>
    </message>
    <message>
        <source>The VM is in a failed state</source>
        <translation>ВМ в состоянии сбоя</translation>
    </message>
    <message>
        <source>The VM&apos;s own resource group is read-only, which does no harm</source>
        <translation>Группа ресурсов самой ВМ только для чтения, и это не мешает</translation>
    </message>
    <message>
        <source>A lock keeps old restore points</source>
        <translation>Блокировка удерживает старые точки восстановления</translation>
    </message>
    <message>
        <source>The VM was shut down from inside</source>
        <translation>ВМ выключили изнутри</translation>
    </message>
    <message>
        <source>A lock on the subscription keeps old restore points</source>
        <translation>Блокировка подписки удерживает старые точки восстановления</translation>
    </message>
    <message>
        <source>The Windows agent hangs</source>
        <translation>Агент Windows завис</translation>
    </message>
    <message>
        <source>The Windows agent is stopped</source>
        <translation>Агент Windows остановлен</translation>
    </message>
    <message>
        <source>A security admin rule denies storage before any security group is asked</source>
        <translation>Правило администратора безопасности закрывает службу хранилища ещё до групп безопасности сети</translation>
    </message>
    <message>
        <source>A silent agent under an agentless policy</source>
        <translation>Агент не отвечает, а политика обходится без агента</translation>
    </message>
    <message>
        <source>All extensions have failed at once</source>
        <translation>Сбой сразу у всех расширений</translation>
    </message>
    <message>
        <source>A backup is running, as it should</source>
        <translation>Резервное копирование идёт, и это нормально</translation>
    </message>
    <message>
        <source>The old vault is still busy with a backup</source>
        <translation>Резервное копирование ещё идёт в старом хранилище</translation>
    </message>
    <message>
        <source>A backup has been running for more than a day</source>
        <translation>Резервное копирование идёт больше суток</translation>
    </message>
    <message>
        <source>The VM is a confidential VM</source>
        <translation>Конфиденциальная ВМ</translation>
    </message>
    <message>
        <source>A lock on the restore points&apos; own-named group</source>
        <translation>Заблокирована группа точек восстановления с нестандартным именем</translation>
    </message>
    <message>
        <source>Storage is allowed before the Internet is denied</source>
        <translation>Служба хранилища разрешена раньше, чем запрещён Интернет</translation>
    </message>
    <message>
        <source>The rule that denies the Internet is for another subnet</source>
        <translation>Правило, запрещающее Интернет, относится к другой подсети</translation>
    </message>
    <message>
        <source>A healthy encrypted VM</source>
        <translation>Исправная зашифрованная ВМ</translation>
    </message>
    <message>
        <source>Roles decide about the key vault</source>
        <translation>Доступом к хранилищу ключей управляют роли</translation>
    </message>
    <message>
        <source>Secrets without a wrapping key</source>
        <translation>Секреты не зашифрованы ключом</translation>
    </message>
    <message>
        <source>A service endpoint policy blocks storage, and the disks are unmanaged</source>
        <translation>Политика конечных точек службы закрывает службу хранилища, а диски неуправляемые</translation>
    </message>
    <message>
        <source>The OS disk is ephemeral</source>
        <translation>Эфемерный диск ОС</translation>
    </message>
    <message>
        <source>The backup extension is at work</source>
        <translation>Расширение резервного копирования выполняется</translation>
    </message>
    <message>
        <source>The backup extension&apos;s handler is unresponsive</source>
        <translation>Обработчик расширения резервного копирования не отвечает</translation>
    </message>
    <message>
        <source>The backup extension is stuck in deletion</source>
        <translation>Удаление расширения резервного копирования зависло</translation>
    </message>
    <message>
        <source>A hidden failure blocks the first backup</source>
        <translation>Скрытый сбой мешает первому резервному копированию</translation>
    </message>
    <message>
        <source>The first backup is still to come</source>
        <translation>Первое резервное копирование ещё впереди</translation>
    </message>
    <message>
        <source>All traffic goes through a firewall, which does no harm</source>
        <translation>Весь трафик идёт через брандмауэр, и это не мешает</translation>
    </message>
    <message>
        <source>A disk is larger than Azure Backup supports</source>
        <translation>Диск больше, чем поддерживает Azure Backup</translation>
    </message>
    <message>
        <source>The protected item has been deleted</source>
        <translation>Защищённый элемент удалён</translation>
    </message>
    <message>
        <source>The VM has the maximum number of data disks</source>
        <translation>У ВМ предельное число дисков данных</translation>
    </message>
    <message>
        <source>Nobody may back up the keys</source>
        <translation>Резервное копирование ключей никому не разрешено</translation>
    </message>
    <message>
        <source>The key vault is shut off</source>
        <translation>Хранилище ключей закрыто для служб Azure</translation>
    </message>
    <message>
        <source>The VM has no agent</source>
        <translation>На ВМ нет агента</translation>
    </message>
    <message>
        <source>An old version that looks new as text</source>
        <translation>Старая версия, которая при сравнении как текст кажется новой</translation>
    </message>
    <message>
        <source>An agent spelled in capitals</source>
        <translation>Имя агента записано прописными буквами</translation>
    </message>
    <message>
        <source>A version that looks old as text</source>
        <translation>Версия, которая при сравнении как текст кажется старой</translation>
    </message>
    <message>
        <source>A healthy Linux VM with a fairly full disk</source>
        <translation>Исправная ВМ с Linux и довольно заполненным диском</translation>
    </message>
    <message>
        <source>A Linux VM&apos;s disk is full</source>
        <translation>Диск ВМ с Linux заполнен</translation>
    </message>
    <message>
        <source>Mount points of a Linux VM are mounted twice</source>
        <translation>На ВМ с Linux точки монтирования смонтированы дважды</translation>
    </message>
    <message>
        <source>The Linux agent is ready, but may not run extensions</source>
        <translation>Агент Linux готов, но запускать расширения ему запрещено</translation>
    </message>
    <message>
        <source>The Linux agent refuses every extension</source>
        <translation>Агент Linux отклоняет все расширения</translation>
    </message>
    <message>
        <source>A Linux file system cannot be frozen</source>
        <translation>Файловая система в Linux не поддаётся заморозке</translation>
    </message>
    <message>
        <source>Linux has no Python for the backup extension</source>
        <translation>В Linux нет Python для расширения резервного копирования</translation>
    </message>
    <message>
        <source>An old Linux agent behind a closed network</source>
        <translation>Старый агент Linux в закрытой сети</translation>
    </message>
    <message>
        <source>Linux does not let programs run from the agent&apos;s folder</source>
        <translation>Linux не разрешает запускать программы из папки агента</translation>
    </message>
    <message>
        <source>A healthy Linux VM whose agent&apos;s package is old</source>
        <translation>Исправная ВМ с Linux и старым пакетом агента</translation>
    </message>
    <message>
        <source>A healthy Linux VM with SELinux enforcing</source>
        <translation>Исправная ВМ с Linux и SELinux в режиме enforcing</translation>
    </message>
    <message>
        <source>A VM created from a specialised disk</source>
        <translation>ВМ создана из специализированного диска</translation>
    </message>
    <message>
        <source>An old Linux agent reports a missing network where there is one</source>
        <translation>Старый агент Linux сообщает об отсутствии сети, хотя она есть</translation>
    </message>
    <message>
        <source>A security group keeps the VM from Azure&apos;s name resolution</source>
        <translation>Группа безопасности сети закрывает для ВМ разрешение имён Azure</translation>
    </message>
    <message>
        <source>A VM of the same name is being backed up</source>
        <translation>Идёт резервное копирование другой ВМ с тем же именем</translation>
    </message>
    <message>
        <source>The account may not read the rules in effect, which does not matter here</source>
        <translation>Учётной записи нельзя читать действующие правила, и здесь это неважно</translation>
    </message>
    <message>
        <source>No vault protects the VM</source>
        <translation>ВМ не защищена ни одним хранилищем</translation>
    </message>
    <message>
        <source>Azure Backup spells the VM in capitals</source>
        <translation>Azure Backup пишет имя ВМ прописными буквами</translation>
    </message>
    <message>
        <source>Nothing is let out of a VM that is off, which does no harm</source>
        <translation>У выключенной ВМ закрыт весь исходящий трафик, и это не мешает</translation>
    </message>
    <message>
        <source>The restore points lie in the VM&apos;s own group, which is locked</source>
        <translation>Точки восстановления лежат в группе самой ВМ, а она заблокирована</translation>
    </message>
    <message>
        <source>Another extension failed beside a lock</source>
        <translation>Блокировка и рядом сбой другого расширения</translation>
    </message>
    <message>
        <source>A Run Command hangs with the agent</source>
        <translation>«Выполнение команды» (Run Command) зависло вместе с агентом</translation>
    </message>
    <message>
        <source>One restore point less than the limit</source>
        <translation>На одну точку восстановления меньше предела</translation>
    </message>
    <message>
        <source>At the restore point limit, without a lock</source>
        <translation>Предельное число точек восстановления без блокировки</translation>
    </message>
    <message>
        <source>Restore points of others use up the room</source>
        <translation>Чужие точки восстановления занимают всё место</translation>
    </message>
    <message>
        <source>Forty restore points by the Enhanced policy</source>
        <translation>Сорок точек восстановления при расширенной политике (Enhanced)</translation>
    </message>
    <message>
        <source>Azure Policy refused a group of somebody else</source>
        <translation>Политика Azure не дала создать чужую группу ресурсов</translation>
    </message>
    <message>
        <source>Azure Policy refuses the restore points&apos; group</source>
        <translation>Политика Azure не даёт создать группу точек восстановления</translation>
    </message>
    <message>
        <source>A Premium SSD v2 under an Enhanced policy</source>
        <translation>Диск Premium SSD v2 при расширенной политике (Enhanced)</translation>
    </message>
    <message>
        <source>The subnet is private and has no way out, which does no harm</source>
        <translation>Подсеть частная и без выхода наружу, и это не мешает</translation>
    </message>
    <message>
        <source>Protection has been stopped</source>
        <translation>Защита остановлена</translation>
    </message>
    <message>
        <source>Backups are suspended</source>
        <translation>Резервное копирование приостановлено</translation>
    </message>
    <message>
        <source>A ReadOnly lock on the restore points</source>
        <translation>Блокировка ReadOnly на точках восстановления</translation>
    </message>
    <message>
        <source>The default route has next hop None</source>
        <translation>У маршрута по умолчанию следующий прыжок None</translation>
    </message>
    <message>
        <source>A disk is shared between VMs</source>
        <translation>Один диск у нескольких ВМ</translation>
    </message>
    <message>
        <source>A shared disk is left out</source>
        <translation>Общий диск исключён из резервного копирования</translation>
    </message>
    <message>
        <source>Storage is allowed with the wrong protocol and on the wrong port</source>
        <translation>Служба хранилища разрешена не по тому протоколу и не на том порту</translation>
    </message>
    <message>
        <source>The storage of another region is allowed, the VM&apos;s own is denied</source>
        <translation>Служба хранилища другого региона разрешена, а своего&#xa0;— запрещена</translation>
    </message>
    <message>
        <source>The interface&apos;s security group allows storage, the subnet&apos;s denies it</source>
        <translation>Группа безопасности на интерфейсе разрешает службу хранилища, на подсети&#xa0;— запрещает</translation>
    </message>
    <message>
        <source>The VM has too many data disks</source>
        <translation>У ВМ слишком много дисков данных</translation>
    </message>
    <message>
        <source>A Trusted Launch VM with a large private disk</source>
        <translation>ВМ с доверенным запуском (Trusted Launch) и большим закрытым диском</translation>
    </message>
    <message>
        <source>An Ultra disk under a Standard policy</source>
        <translation>Диск Ultra при стандартной политике (Standard)</translation>
    </message>
    <message>
        <source>The vault&apos;s resource group is locked, which does no harm</source>
        <translation>Группа ресурсов хранилища Служб восстановления заблокирована, и это не мешает</translation>
    </message>
    <message>
        <source>Another extension put the VM into the failed state</source>
        <translation>ВМ в состоянии сбоя из-за другого расширения</translation>
    </message>
    <message>
        <source>A silent agent put the VM into the failed state</source>
        <translation>ВМ в состоянии сбоя, потому что агент не отвечает</translation>
    </message>
    <message>
        <source>The VM was re-created under its old name</source>
        <translation>ВМ создали заново под прежним именем</translation>
    </message>
    <message>
        <source>Azure is changing the VM</source>
        <translation>Azure изменяет ВМ</translation>
    </message>
    <message>
        <source>A change of the VM never ends</source>
        <translation>Изменение ВМ никак не завершается</translation>
    </message>
    <message>
        <source>An antivirus ends the backup extension</source>
        <translation>Антивирус завершает процесс расширения резервного копирования</translation>
    </message>
    <message>
        <source>Application control stops the backup extension</source>
        <translation>Контроль приложений не даёт запуститься расширению резервного копирования</translation>
    </message>
    <message>
        <source>The backup extension&apos;s library is missing</source>
        <translation>У расширения резервного копирования нет библиотеки</translation>
    </message>
    <message>
        <source>MSDTC runs under the wrong account</source>
        <translation>MSDTC работает не под той учётной записью</translation>
    </message>
    <message>
        <source>A healthy Windows VM with COM+ and VSS at rest</source>
        <translation>Исправная ВМ с Windows, службы COM+ и VSS в ожидании</translation>
    </message>
    <message>
        <source>A healthy Windows VM with several static addresses</source>
        <translation>Исправная ВМ с Windows и несколькими статическими адресами</translation>
    </message>
    <message>
        <source>.NET on Windows does not use TLS 1.2</source>
        <translation>.NET в Windows не использует TLS 1.2</translation>
    </message>
    <message>
        <source>A Windows VM is too busy for its backup</source>
        <translation>ВМ с Windows слишком загружена для резервного копирования</translation>
    </message>
    <message>
        <source>BitLocker keeps a volume locked</source>
        <translation>Том заблокирован BitLocker</translation>
    </message>
    <message>
        <source>A healthy Windows VM without the backup extension</source>
        <translation>Исправная ВМ с Windows без расширения резервного копирования</translation>
    </message>
    <message>
        <source>VSS writers are not stable</source>
        <translation>Модули записи VSS не в стабильном состоянии</translation>
    </message>
    <message>
        <source>A full system drive makes VSS writers fail</source>
        <translation>Модули записи VSS дают сбой из-за заполненного системного диска</translation>
    </message>
    <message>
        <source>A disk with Write Accelerator behind a group that denies storage</source>
        <translation>Диск с ускорителем записи за группой, которая запрещает службу хранилища</translation>
    </message>
</context>
<context>
    <name>SecuritySoftware</name>
    <message>
        <source>Security software keeps the backup extension from working</source>
        <translation>Защитное ПО мешает работе расширения резервного копирования</translation>
    </message>
    <message>
        <source>On Windows the snapshot is taken by IaaSBcdrExtension.exe; application control may refuse to start it, and an antivirus may end it. On Linux SELinux can do the same to the agent&apos;s folder. The agent itself stays ready, and the backup fails as if it had not answered.</source>
        <translation>В Windows моментальный снимок делает IaaSBcdrExtension.exe; контроль приложений может не дать ему запуститься, а антивирус&#xa0;— завершить его. В Linux то же самое может сделать SELinux с программами в папке агента. Сам агент остаётся в состоянии готовности, а резервное копирование завершается сбоем, как будто агент не ответил.</translation>
    </message>
    <message>
        <source>Application control does not stop the backup extension</source>
        <translation>Контроль приложений не мешает расширению резервного копирования</translation>
    </message>
    <message>
        <source>AppLocker and Windows application control write an event each time they refuse a program. One about IaaSBcdrExtension.exe is proof.</source>
        <translation>AppLocker и контроль приложений Windows записывают событие каждый раз, когда не дают программе запуститься. Если в нём названа программа IaaSBcdrExtension.exe, причина доказана.</translation>
    </message>
    <message>
        <source>AppLocker and application control exist on Windows only.</source>
        <translation>AppLocker и контроль приложений есть только в Windows.</translation>
    </message>
    <message numerus="yes">
        <source>Application control stopped IaaSBcdrExtension.exe %n time(s) in the last seven days.</source>
        <translation>
            <numerusform>За последние семь дней контроль приложений остановил IaaSBcdrExtension.exe %n&#xa0;раз.</numerusform>
            <numerusform>За последние семь дней контроль приложений остановил IaaSBcdrExtension.exe %n&#xa0;раза.</numerusform>
            <numerusform>За последние семь дней контроль приложений остановил IaaSBcdrExtension.exe %n&#xa0;раз.</numerusform>
        </translation>
    </message>
    <message>
        <source>Application control did not stop IaaSBcdrExtension.exe in the last seven days.</source>
        <translation>За последние семь дней контроль приложений не останавливал IaaSBcdrExtension.exe.</translation>
    </message>
    <message>
        <source>The backup extension does not crash</source>
        <translation>Расширение резервного копирования не завершается аварийно</translation>
    </message>
    <message>
        <source>An antivirus that ends the process, or injects itself into it, leaves a “faulting application” event behind.</source>
        <translation>Антивирус, который завершает процесс или внедряется в него, оставляет в журнале событие «Имя сбойного приложения» (Faulting application name).</translation>
    </message>
    <message>
        <source>IaaSBcdrExtension.exe exists on Windows only.</source>
        <translation>IaaSBcdrExtension.exe есть только в Windows.</translation>
    </message>
    <message numerus="yes">
        <source>IaaSBcdrExtension.exe crashed %n time(s) in the last seven days.</source>
        <translation>
            <numerusform>За последние семь дней процесс IaaSBcdrExtension.exe аварийно завершился %n&#xa0;раз.</numerusform>
            <numerusform>За последние семь дней процесс IaaSBcdrExtension.exe аварийно завершился %n&#xa0;раза.</numerusform>
            <numerusform>За последние семь дней процесс IaaSBcdrExtension.exe аварийно завершился %n&#xa0;раз.</numerusform>
        </translation>
    </message>
    <message>
        <source>IaaSBcdrExtension.exe did not crash in the last seven days.</source>
        <translation>За последние семь дней процесс IaaSBcdrExtension.exe не завершался аварийно.</translation>
    </message>
    <message>
        <source>SELinux leaves the agent&apos;s folder alone</source>
        <translation>SELinux не ограничивает папку агента</translation>
    </message>
    <message>
        <source>SELinux may keep extensions from running in /var/lib/waagent; Microsoft then advises to exclude that folder.</source>
        <translation>SELinux может не давать расширениям запускаться в папке /var/lib/waagent; Microsoft тогда советует исключить эту папку из политики.</translation>
    </message>
    <message>
        <source>SELinux exists on Linux only.</source>
        <translation>SELinux есть только в Linux.</translation>
    </message>
    <message>
        <source>This VM has no SELinux.</source>
        <translation>На этой ВМ нет SELinux.</translation>
    </message>
    <message>
        <source>SELinux does not enforce anything here.</source>
        <translation>SELinux здесь ничего не запрещает.</translation>
    </message>
    <message>
        <source>SELinux is enforcing, and the error code is one that it can bring about.</source>
        <translation>SELinux работает в режиме enforcing, а код ошибки&#xa0;— из тех, к которым это может привести.</translation>
    </message>
    <message>
        <source>SELinux is enforcing. That is usual on many distributions and does no harm by itself.</source>
        <translation>SELinux работает в режиме enforcing. Во многих дистрибутивах это обычный режим, и сам по себе он не мешает.</translation>
    </message>
    <message>
        <source>Find out what stops the extension on Windows</source>
        <translation>Выяснить, что останавливает расширение в Windows</translation>
    </message>
    <message>
        <source>Log in by RDP or the serial console. The first two commands show what AppLocker (8004) and application control (3077) refused, the third shows crashes of the extension. An antivirus keeps a log of its own: look there for IaaSBcdrExtension.exe.</source>
        <translation>Войдите по RDP или через последовательную консоль. Первые две команды показывают, что запретили AppLocker (8004) и контроль приложений (3077), третья&#xa0;— аварийные завершения расширения. Антивирус ведёт собственный журнал: поищите в нём IaaSBcdrExtension.exe.</translation>
    </message>
    <message>
        <source>Allow the extension in application control</source>
        <translation>Разрешить расширение в контроле приложений</translation>
    </message>
    <message>
        <source>Add a rule for the publisher Microsoft or for the extension&apos;s folder, which holds one folder per version, so a rule for one version fails with the next update. The policy mostly comes from a domain or from Intune and has to be changed there. The second command shows what applies to this VM.</source>
        <translation>Добавьте правило для издателя Microsoft или для папки расширения. Внутри неё у каждой версии своя папка, поэтому правило для одной версии перестанет действовать после следующего обновления. Политика чаще всего приходит из домена или из Intune, и менять её нужно там. Вторая команда показывает, что действует на этой ВМ.</translation>
    </message>
    <message>
        <source>Exclude the extension from the antivirus</source>
        <translation>Исключить расширение из проверок антивируса</translation>
    </message>
    <message>
        <source>Exclude the extension&apos;s folder and the folder of its logs. The commands do it for Microsoft Defender; other products have a console of their own, often a central one. Then back up again.</source>
        <translation>Исключите папку расширения и папку его журналов. Команды делают это для Microsoft Defender; у других продуктов своя консоль, часто централизованная. Затем снова запустите резервное копирование.</translation>
    </message>
    <message>
        <source>See what SELinux refuses on Linux</source>
        <translation>Посмотреть, что SELinux запрещает в Linux</translation>
    </message>
    <message>
        <source>Log in by SSH or the serial console. If the audit log names /var/lib/waagent, repair the labels there; if that does not help, exclude the folder in the policy. Permissive mode for the time of one backup proves whether SELinux is at fault; switch it back afterwards.</source>
        <translation>Войдите по SSH или через последовательную консоль. Если в журнале аудита есть /var/lib/waagent, восстановите метки в этой папке; если это не поможет, исключите её в политике. Режим permissive на время одного резервного копирования покажет, виноват ли SELinux; затем верните режим enforcing.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Язык</translation>
    </message>
    <message>
        <source>A&amp;ppearance</source>
        <translation>&amp;Цветовая тема</translation>
    </message>
    <message>
        <source>&amp;Keep at most</source>
        <translation>&amp;Хранить не больше</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>&amp;Without animation</source>
        <translation>&amp;Без анимации</translation>
    </message>
    <message>
        <source>Keep &amp;finished diagnoses on this computer</source>
        <translation>&amp;Сохранять завершённые диагностики на этом компьютере</translation>
    </message>
    <message>
        <source>&amp;Delete the history…</source>
        <translation>&amp;Удалить историю…</translation>
    </message>
    <message>
        <source>Forget &amp;all accounts…</source>
        <translation>&amp;Забыть все учётные записи…</translation>
    </message>
    <message>
        <source>&amp;Reset to defaults…</source>
        <translation>Сб&amp;росить настройки…</translation>
    </message>
    <message>
        <source>Same as the system ({language})</source>
        <translation>Как в системе ({language})</translation>
    </message>
    <message>
        <source>As your organisation has set ({language})</source>
        <translation>Как задано организацией ({language})</translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es)</source>
        <translation>
            <numerusform>%n&#xa0;диагностики</numerusform>
            <numerusform>%n&#xa0;диагностик</numerusform>
            <numerusform>%n&#xa0;диагностик</numerusform>
        </translation>
    </message>
    <message>
        <source>The newest are kept, the oldest beyond that number are deleted. The files name VMs, resource groups and subscriptions, hold no secret, and can be read by your user account only.</source>
        <translation>Хранятся самые новые; самые старые сверх этого числа удаляются. В файлах есть имена ВМ, групп ресурсов и подписок, но нет секретов; прочитать их можно только под вашей учётной записью пользователя.</translation>
    </message>
    <message>
        <source>Nothing new is kept. What is there already stays until you delete it.</source>
        <translation>Новые диагностики не сохраняются. Уже сохранённые остаются, пока вы их не удалите.</translation>
    </message>
    <message>
        <source>The remembered accounts have not been read yet.</source>
        <translation>Список сохранённых учётных записей ещё не прочитан.</translation>
    </message>
    <message>
        <source>No account is remembered. To remember one, tick “Remember me on this computer” on the Sign in page.</source>
        <translation>Сохранённых учётных записей нет. Чтобы сохранить учётную запись, установите на странице «Вход» флажок «Запомнить меня на этом компьютере».</translation>
    </message>
    <message>
        <source>Set in {source}; only an administrator can change it.</source>
        <translation>Задано в {source}; изменить это может только администратор.</translation>
    </message>
    <message>
        <source>Where everything is kept</source>
        <translation>Где что хранится</translation>
    </message>
    <message>
        <source>Language, appearance and history become what they were at the first start. This takes effect at once.</source>
        <translation>Язык, цветовая тема и параметры истории станут такими, как при первом запуске. Это действует сразу.</translation>
    </message>
    <message numerus="yes">
        <source>%n account(s) are remembered, in the password store of this computer. Each can be forgotten on the Sign in page.</source>
        <translation>
            <numerusform>В хранилище паролей этого компьютера сохранена %n&#xa0;учётная запись. Забыть отдельную запись можно на странице «Вход».</numerusform>
            <numerusform>В хранилище паролей этого компьютера сохранены %n&#xa0;учётные записи. Забыть отдельную запись можно на странице «Вход».</numerusform>
            <numerusform>В хранилище паролей этого компьютера сохранено %n&#xa0;учётных записей. Забыть отдельную запись можно на странице «Вход».</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept diagnoses</source>
        <translation>Сохранённые диагностики</translation>
    </message>
    <message>
        <source>Journal of changes</source>
        <translation>Журнал изменений</translation>
    </message>
    <message>
        <source>Log files from inside VMs</source>
        <translation>Файлы журналов из ВМ</translation>
    </message>
    <message>
        <source>Log of the program</source>
        <translation>Журнал программы</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>Язык и оформление</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Remembered accounts</source>
        <translation>Сохранённые учётные записи</translation>
    </message>
    <message>
        <source>Set by your organisation</source>
        <translation>Задано вашей организацией</translation>
    </message>
    <message>
        <source>Removed from this computer: every remembered account with its tokens and secrets, and the password of the proxy.</source>
        <translation>С этого компьютера удаляются все сохранённые учётные записи с их маркерами и секретами, а также пароль прокси-сервера.</translation>
    </message>
    <message>
        <source>Nothing changes in Azure. If you are signed in with a remembered account, you are signed out.</source>
        <translation>В Azure ничего не меняется. Если вход выполнен под сохранённой учётной записью, программа выйдет из неё.</translation>
    </message>
    <message>
        <source>&amp;Forget all</source>
        <translation>&amp;Забыть все</translation>
    </message>
    <message>
        <source>Forget all accounts?</source>
        <translation>Забыть все учётные записи?</translation>
    </message>
    <message>
        <source>Kept diagnoses, remembered accounts and the journal of changes stay. Beyond the usual number the oldest diagnoses go.</source>
        <translation>Сохранённые диагностики и учётные записи, а также журнал изменений остаются. Диагностики сверх числа по умолчанию удаляются, начиная с самых старых.</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Сбросить</translation>
    </message>
    <message>
        <source>Reset the settings to their defaults?</source>
        <translation>Сбросить настройки к значениям по умолчанию?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Open the folder: {name}</source>
        <translation>Открыть папку: {name}</translation>
    </message>
    <message>
        <source>The settings cannot be written to {file}. What you choose applies until the program ends.</source>
        <translation>Не удалось записать настройки в {file}. Выбранное действует до выхода из программы.</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Azure asks for a fresh sign-in (a policy changed). Get a new access token.</source>
        <translation>Azure требует войти заново (изменилась политика). Получите новый маркер доступа.</translation>
    </message>
    <message>
        <source>The access token has expired. Get a new one and sign in again.</source>
        <translation>Срок действия маркера доступа истёк. Получите новый и войдите снова.</translation>
    </message>
    <message>
        <source>The access token is empty.</source>
        <translation>Маркер доступа пуст.</translation>
    </message>
    <message>
        <source>This is not an access token: a token is one long word without spaces. Copy it again, whole.</source>
        <translation>Это не маркер доступа: маркер&#xa0;— одна длинная строка без пробелов. Скопируйте его ещё раз, целиком.</translation>
    </message>
    <message>
        <source>The access token expired at {moment}, and by this computer&apos;s clock it is {now}. Get a new one, or set the clock, and sign in again.</source>
        <translation>Маркер доступа действовал до {moment}, а на часах этого компьютера {now}. Получите новый маркер или поправьте часы и войдите снова.</translation>
    </message>
    <message>
        <source>This is not an access token: its expiry is not a date.</source>
        <translation>Это не маркер доступа: срок его действия&#xa0;— не дата.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Вход</translation>
    </message>
    <message>
        <source>Backup Doctor reads what Azure knows about your virtual machines and their backups. It changes nothing until you allow repairs and confirm a plan.</source>
        <translation>Backup Doctor читает то, что Azure знает о ваших виртуальных машинах и их резервных копиях. Программа ничего не меняет, пока вы не разрешите исправления и не подтвердите план.</translation>
    </message>
    <message>
        <source>Backup Doctor reads what Azure knows about your virtual machines and their backups. It changes nothing: your organisation allows no repairs from this computer.</source>
        <translation>Backup Doctor читает то, что Azure знает о ваших виртуальных машинах и их резервных копиях. Программа ничего не меняет: ваша организация не разрешает исправления с этого компьютера.</translation>
    </message>
    <message>
        <source>Connection test…</source>
        <translation>Проверить подключение…</translation>
    </message>
    <message>
        <source>Sign in with another account</source>
        <translation>Вход под другой учётной записью</translation>
    </message>
    <message>
        <source>Demo tenant</source>
        <translation>Демонстрационная среда</translation>
    </message>
    <message>
        <source>A small Azure inside this program. No account is needed, and nothing leaves this computer.</source>
        <translation>Azure в миниатюре прямо в этой программе. Учётная запись не нужна, и никакие данные не покидают этот компьютер.</translation>
    </message>
    <message>
        <source>&amp;Explore the demo tenant</source>
        <translation>&amp;Открыть демонстрационную среду</translation>
    </message>
    <message>
        <source>C&amp;loud</source>
        <translation>О&amp;блако</translation>
    </message>
    <message>
        <source>Certificate &amp;file (PEM or PFX)</source>
        <translation>&amp;Файл сертификата (PEM или PFX)</translation>
    </message>
    <message>
        <source>Id or domain; empty: your home tenant</source>
        <translation>Идентификатор или домен; пусто: ваш домашний клиент Entra</translation>
    </message>
    <message>
        <source>Id or domain</source>
        <translation>Идентификатор или домен</translation>
    </message>
    <message>
        <source>Id or domain; empty: the one Azure CLI uses</source>
        <translation>Идентификатор или домен; пусто: тот же, что в Azure CLI</translation>
    </message>
    <message>
        <source>Client &amp;secret</source>
        <translation>&amp;Секрет приложения</translation>
    </message>
    <message>
        <source>&amp;Password of the file, if it has one</source>
        <translation>&amp;Пароль файла, если он есть</translation>
    </message>
    <message>
        <source>Endpoint &amp;URL</source>
        <translation>URL &amp;конечной точки</translation>
    </message>
    <message>
        <source>&amp;Tenant</source>
        <translation>К&amp;лиент Entra</translation>
    </message>
    <message>
        <source>Application (client) &amp;id</source>
        <translation>&amp;Идентификатор приложения (клиента)</translation>
    </message>
    <message>
        <source>https://management.example.com</source>
        <translation>https://management.example.com</translation>
    </message>
    <message>
        <source>00000000-0000-0000-0000-000000000000</source>
        <translation>00000000-0000-0000-0000-000000000000</translation>
    </message>
    <message>
        <source>Type in the URL of the custom endpoint.</source>
        <translation>Введите URL конечной точки.</translation>
    </message>
    <message>
        <source>Type in the tenant of the application: its id or one of its domains.</source>
        <translation>Укажите клиент Entra приложения: идентификатор клиента или один из его доменов.</translation>
    </message>
    <message>
        <source>Type in the application (client) id.</source>
        <translation>Введите идентификатор приложения (клиента).</translation>
    </message>
    <message>
        <source>Type in the client secret.</source>
        <translation>Введите секрет приложения.</translation>
    </message>
    <message>
        <source>Choose the file of the certificate.</source>
        <translation>Выберите файл сертификата.</translation>
    </message>
    <message>
        <source>Paste the access token.</source>
        <translation>Вставьте маркер доступа.</translation>
    </message>
    <message>
        <source>Access &amp;token</source>
        <translation>&amp;Маркер доступа</translation>
    </message>
    <message>
        <source>Custom endpoint</source>
        <translation>Другая конечная точка</translation>
    </message>
    <message>
        <source>The Azure CLI prints one:</source>
        <translation>Маркер можно получить в Azure CLI:</translation>
    </message>
    <message>
        <source>If it is not signed in yet, run this in a terminal first:</source>
        <translation>Если вход в Azure CLI ещё не выполнен, сначала введите в терминале:</translation>
    </message>
    <message>
        <source>Your own app registration…</source>
        <translation>Своя регистрация приложения…</translation>
    </message>
    <message>
        <source>&amp;Remember me on this computer</source>
        <translation>&amp;Запомнить меня на этом компьютере</translation>
    </message>
    <message>
        <source>Finding out where accounts can be kept…</source>
        <translation>Выясняется, где можно хранить учётные записи…</translation>
    </message>
    <message>
        <source>Try the password store again</source>
        <translation>Снова обратиться к хранилищу паролей</translation>
    </message>
    <message>
        <source>&amp;Open the browser</source>
        <translation>Отк&amp;рыть браузер</translation>
    </message>
    <message>
        <source>&amp;Get a code</source>
        <translation>&amp;Получить код</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;Войти</translation>
    </message>
    <message>
        <source>Enter the &amp;proxy&apos;s password…</source>
        <translation>Вв&amp;ести пароль прокси-сервера…</translation>
    </message>
    <message>
        <source>Connection &amp;test…</source>
        <translation>Проверить подкл&amp;ючение…</translation>
    </message>
    <message>
        <source>Use a &amp;device code</source>
        <translation>Войти по коду &amp;устройства</translation>
    </message>
    <message>
        <source>Another te&amp;nant</source>
        <translation>Дру&amp;гой клиент Entra</translation>
    </message>
    <message>
        <source>Microsoft Entra&apos;s own words:</source>
        <translation>Дословный ответ Microsoft Entra:</translation>
    </message>
    <message>
        <source>The sign-in did not work</source>
        <translation>Войти не удалось</translation>
    </message>
    <message>
        <source>Tenants of this account</source>
        <translation>Клиенты Entra этой учётной записи</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>В&amp;ыйти</translation>
    </message>
    <message>
        <source>The token is kept in memory only.</source>
        <translation>Маркер хранится только в памяти.</translation>
    </message>
    <message>
        <source>Continue in &amp;tenant</source>
        <translation>Продол&amp;жить в клиенте Entra</translation>
    </message>
    <message>
        <source>S&amp;witch</source>
        <translation>Пере&amp;йти</translation>
    </message>
    <message>
        <source>Signed in as {user}</source>
        <translation>Вход выполнен: {user}</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Вход выполнен</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n&#xa0;подписка</numerusform>
            <numerusform>%n&#xa0;подписки</numerusform>
            <numerusform>%n&#xa0;подписок</numerusform>
        </translation>
    </message>
    <message>
        <source>Tenant: {tenant}. Cloud: {cloud}. You can see {count}.</source>
        <translation>Клиент Entra: {tenant}. Облако: {cloud}. Доступ: {count}.</translation>
    </message>
    <message>
        <source>Azure CLI (az) was not found on this computer. Install it and run “az login”, or sign in another way.</source>
        <translation>Не удалось найти Azure CLI (az) на этом компьютере. Установите Azure CLI и выполните «az login» или войдите другим способом.</translation>
    </message>
    <message>
        <source>Azure CLI (az) could not be started: {reason}</source>
        <translation>Не удалось запустить Azure CLI (az): {reason}</translation>
    </message>
    <message>
        <source>Azure CLI (az) did not answer in time. Try “az account get-access-token” in a terminal.</source>
        <translation>Ответ от Azure CLI (az) не пришёл вовремя. Попробуйте выполнить в терминале «az account get-access-token».</translation>
    </message>
    <message>
        <source>Azure CLI (az) gave an answer that Backup Doctor does not understand. Update it with “az upgrade”.</source>
        <translation>Backup Doctor не понимает ответа Azure CLI (az). Обновите Azure CLI командой «az upgrade».</translation>
    </message>
    <message>
        <source>Azure CLI (az) says: {words}</source>
        <translation>Azure CLI (az) сообщает: {words}</translation>
    </message>
    <message>
        <source>Azure CLI has to sign in again. Run this in a terminal: {command}</source>
        <translation>В Azure CLI нужно войти снова. Выполните в терминале: {command}</translation>
    </message>
    <message>
        <source>You are signed in. You can close this page and go back to Backup Doctor.</source>
        <translation>Вход выполнен. Эту страницу можно закрыть и вернуться в Backup Doctor.</translation>
    </message>
    <message>
        <source>You are not signed in. Close this page and go back to Backup Doctor, which says why.</source>
        <translation>Вход не выполнен. Закройте эту страницу и вернитесь в Backup Doctor: там указана причина.</translation>
    </message>
    <message>
        <source>The certificate {file} cannot be read: {reason}</source>
        <translation>Не удалось прочитать сертификат {file}: {reason}</translation>
    </message>
    <message>
        <source>The key of the certificate {file} is not an RSA key; Microsoft Entra applications need one.</source>
        <translation>Ключ сертификата {file}&#xa0;— не RSA, а приложениям Microsoft Entra нужен ключ RSA.</translation>
    </message>
    <message>
        <source>{file} holds no private key. Use a file that was exported with the private key; the public part alone is not enough to sign in.</source>
        <translation>В файле {file} нет закрытого ключа. Используйте файл, в который сертификат экспортирован вместе с закрытым ключом: одной открытой части для входа недостаточно.</translation>
    </message>
    <message>
        <source>{file} is not a certificate in PEM or PFX format, or is damaged.</source>
        <translation>Файл {file}&#xa0;— не сертификат в формате PEM или PFX либо повреждён.</translation>
    </message>
    <message>
        <source>The private key in {file} is protected. Enter its password.</source>
        <translation>Закрытый ключ в файле {file} защищён паролем. Введите этот пароль.</translation>
    </message>
    <message>
        <source>The private key in {file} has no password. Leave the password empty.</source>
        <translation>Закрытый ключ в файле {file} не защищён паролем. Оставьте поле пароля пустым.</translation>
    </message>
    <message>
        <source>The password does not open the certificate {file}.</source>
        <translation>Пароль не подходит к сертификату {file}.</translation>
    </message>
    <message>
        <source>An access token is for one tenant. Get one for the tenant you want.</source>
        <translation>Маркер доступа выдаётся для одного клиента Entra. Получите маркер для нужного клиента.</translation>
    </message>
    <message>
        <source>The access token belongs to tenant {found}, not to {wanted}. Get a token for the tenant you want.</source>
        <translation>Маркер доступа выдан для клиента Entra {found}, а не для&#xa0;{wanted}. Получите маркер для нужного клиента.</translation>
    </message>
    <message>
        <source>{host} did not answer as Microsoft Entra does. A proxy or sign-in page of the network may stand in between.</source>
        <translation>Узел {host} отвечает не так, как Microsoft Entra. Возможно, на пути к нему стоит прокси-сервер или страница входа в сеть.</translation>
    </message>
    <message>
        <source>{host} wants its code entered at {address}, which does not belong to it. Backup Doctor does not show the code.</source>
        <translation>Узел {host} предлагает ввести код по адресу {address}, который ему не принадлежит. Backup Doctor этот код не показывает.</translation>
    </message>
    <message>
        <source>What is remembered about this account cannot be read. Forget it and sign in again.</source>
        <translation>Не удалось прочитать сохранённые сведения об этой учётной записи. Нажмите для неё «Забыть» и войдите заново.</translation>
    </message>
    <message numerus="yes">
        <source>This computer&apos;s clock differs from Microsoft Entra&apos;s by %n minute(s). Correct it and sign in again.</source>
        <translation>
            <numerusform>Часы этого компьютера расходятся со временем Microsoft Entra на %n&#xa0;минуту. Установите точное время и войдите снова.</numerusform>
            <numerusform>Часы этого компьютера расходятся со временем Microsoft Entra на %n&#xa0;минуты. Установите точное время и войдите снова.</numerusform>
            <numerusform>Часы этого компьютера расходятся со временем Microsoft Entra на %n&#xa0;минут. Установите точное время и войдите снова.</numerusform>
        </translation>
    </message>
    <message>
        <source>Signing in failed: {words}</source>
        <translation>Войти не удалось: {words}</translation>
    </message>
    <message>
        <source>Microsoft Entra wants you to sign in again.</source>
        <translation>Служба Microsoft Entra просит войти снова.</translation>
    </message>
    <message>
        <source>No browser could be opened on this computer. Sign in with a device code instead: a browser on any device will do.</source>
        <translation>Не удалось открыть браузер на этом компьютере. Войдите по коду устройства: для этого подойдёт браузер на любом устройстве.</translation>
    </message>
    <message>
        <source>The sign-in was not completed in the browser in time. Try again.</source>
        <translation>Вход в браузере не был завершён вовремя. Повторите попытку.</translation>
    </message>
    <message>
        <source>The sign-in was cancelled in the browser. Try again if you want to sign in.</source>
        <translation>Вход отменён в браузере. Если вы хотите войти, повторите попытку.</translation>
    </message>
    <message>
        <source>The code was not entered in the browser in time. Start again and enter the new code.</source>
        <translation>Код не был вовремя введён в браузере. Начните заново и введите новый код.</translation>
    </message>
    <message>
        <source>The browser&apos;s answer belongs to another sign-in. Close old sign-in pages there and try again.</source>
        <translation>Ответ браузера относится к другому входу. Закройте в браузере старые страницы входа и повторите попытку.</translation>
    </message>
    <message>
        <source>The local port on which the browser returns its answer could not be opened: something blocks local ports on this computer. Sign in with a device code.</source>
        <translation>Не удалось открыть на этом компьютере порт, через который браузер возвращает ответ: что-то блокирует локальные порты. Войдите по коду устройства.</translation>
    </message>
    <message>
        <source>Azure no longer accepts this sign-in. Sign in again.</source>
        <translation>Azure больше не принимает этот вход. Войдите снова.</translation>
    </message>
    <message>
        <source>Signed out: {reason}</source>
        <translation>Вход больше не действует: {reason}</translation>
    </message>
    <message>
        <source>The new sign-in belongs to tenant {found}, the session to {wanted}. Sign in to the same tenant, or start over.</source>
        <translation>Новый вход выполнен в клиент Entra {found}, а сеанс относится к клиенту {wanted}. Войдите в прежний клиент или начните заново.</translation>
    </message>
    <message>
        <source>You signed in as {found}; the session belongs to {wanted}. Sign in as the same account, or start over.</source>
        <translation>Вход выполнен под учётной записью {found}, а сеанс принадлежит учётной записи {wanted}. Войдите под прежней учётной записью или начните заново.</translation>
    </message>
    <message>
        <source>“{given}” is not a tenant: enter its id or a domain such as contoso.com.</source>
        <translation>«{given}»&#xa0;— не клиент Entra: введите его идентификатор или домен, например contoso.com.</translation>
    </message>
    <message>
        <source>A service principal signs in to one particular tenant: enter the tenant&apos;s id or domain.</source>
        <translation>Субъект-служба входит в определённый клиент Entra: введите идентификатор или домен клиента.</translation>
    </message>
    <message>
        <source>Enter the client id of the service principal, also called application id.</source>
        <translation>Введите идентификатор приложения (client id) субъекта-службы.</translation>
    </message>
    <message>
        <source>“{given}” is not a client id. A client id looks like 00000000-0000-0000-0000-000000000000.</source>
        <translation>«{given}»&#xa0;— не идентификатор приложения. Он выглядит так: 00000000-0000-0000-0000-000000000000.</translation>
    </message>
    <message>
        <source>Enter the secret of the service principal.</source>
        <translation>Введите секрет субъекта-службы.</translation>
    </message>
    <message>
        <source>Name the file of the service principal&apos;s certificate.</source>
        <translation>Укажите файл сертификата субъекта-службы.</translation>
    </message>
    <message>
        <source>Signing in with a device code needs a person who can be shown the code.</source>
        <translation>Чтобы войти по коду устройства, нужен человек, которому можно показать код.</translation>
    </message>
    <message>
        <source>Signing in through Windows needs Windows and the package azure-identity-broker.</source>
        <translation>Для входа через Windows нужны сама Windows и пакет azure-identity-broker.</translation>
    </message>
    <message>
        <source>Azure no longer accepts this access token. Get a new one and sign in again.</source>
        <translation>Azure больше не принимает этот маркер доступа. Получите новый и войдите снова.</translation>
    </message>
    <message>
        <source>The sign-in was cancelled.</source>
        <translation>Вход отменён.</translation>
    </message>
    <message>
        <source>{host} redirects the sign-in to another host: {address}. Backup Doctor does not follow it.</source>
        <translation>Узел {host} направляет для входа на другой узел: {address}. Backup Doctor туда не переходит.</translation>
    </message>
    <message>
        <source>{reason} Try again after that, or type it in below.</source>
        <translation>{reason} После этого повторите попытку или введите секрет ниже.</translation>
    </message>
    <message>
        <source>The secret of this application is not kept on this computer any more. Type it in below.</source>
        <translation>Секрет этого приложения больше не хранится на этом компьютере. Введите его ниже.</translation>
    </message>
    <message>
        <source>The account could not be forgotten</source>
        <translation>Не удалось забыть учётную запись</translation>
    </message>
    <message>
        <source>Not every account could be forgotten</source>
        <translation>Удалось забыть не все учётные записи</translation>
    </message>
    <message>
        <source>{title} ({code})</source>
        <translation>{title} ({code})</translation>
    </message>
    <message>
        <source>{meaning} {remedy}</source>
        <translation>{meaning} {remedy}</translation>
    </message>
    <message>
        <source>Who can fix it: {who}.</source>
        <translation>Кто может это исправить: {who}.</translation>
    </message>
    <message>
        <source>Ways to sign in</source>
        <translation>Способы входа</translation>
    </message>
    <message>
        <source>Browser did not open? Use a device code</source>
        <translation>Браузер не открылся? Войти по коду устройства</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>О&amp;тменить</translation>
    </message>
    <message>
        <source>If Azure asks you to sign in, your browser opens. Complete the sign-in there; this window continues by itself.</source>
        <translation>Если потребуется вход, откроется браузер. Завершите вход в нём, и это окно само перейдёт дальше.</translation>
    </message>
    <message>
        <source>Complete the sign-in in your browser. This window continues by itself.</source>
        <translation>Завершите вход в браузере. Это окно само перейдёт дальше.</translation>
    </message>
    <message>
        <source>Getting a code from Microsoft Entra…</source>
        <translation>Запрашивается код у Microsoft Entra…</translation>
    </message>
    <message>
        <source>Windows asks in a separate window which account to use.</source>
        <translation>Windows спросит в отдельном окне, какую учётную запись использовать.</translation>
    </message>
    <message>
        <source>for {elapsed}</source>
        <translation>уже&#xa0;{elapsed}</translation>
    </message>
    <message>
        <source>Set by your organisation: this way to sign in is not allowed here. Allowed is: {methods}. (Policy: {source})</source>
        <translation>Задано вашей организацией: этот способ входа здесь не разрешён. Разрешено: {methods}. (Политика: {source})</translation>
    </message>
    <message>
        <source>Set by your organisation: you can sign in to {allowed} only, not to {wanted}. (Policy: {source})</source>
        <translation>Задано вашей организацией: войти можно только в {allowed}, но не в {wanted}. (Политика: {source})</translation>
    </message>
    <message>
        <source>Set by your organisation: you can sign in to tenant {allowed} only, not to {wanted}. (Policy: {source})</source>
        <translation>Задано вашей организацией: войти можно только в клиент Entra {allowed}, но не в {wanted}. (Политика: {source})</translation>
    </message>
</context>
<context>
    <name>SignInAgain</name>
    <message>
        <source>Sign in again</source>
        <translation>Повторный вход</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;Войти</translation>
    </message>
    <message>
        <source>Use a &amp;device code</source>
        <translation>Войти по коду &amp;устройства</translation>
    </message>
    <message>
        <source>Continue &amp;without signing in</source>
        <translation>Продолжить без в&amp;хода</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>П&amp;озже</translation>
    </message>
    <message>
        <source>{user} · {tenant} · {cloud} · {method}</source>
        <translation>{user} · {tenant} · {cloud} · {method}</translation>
    </message>
    <message>
        <source>Complete the sign-in in your browser. What waits for it continues by itself.</source>
        <translation>Завершите вход в браузере. Всё, что его ждёт, продолжится само.</translation>
    </message>
    <message>
        <source>Complete the sign-in in the window that Windows shows. What waits for it continues by itself.</source>
        <translation>Завершите вход в окне, которое покажет Windows. Всё, что его ждёт, продолжится само.</translation>
    </message>
    <message>
        <source>Signing in. What waits for it continues by itself.</source>
        <translation>Выполняется вход. Всё, что его ждёт, продолжится само.</translation>
    </message>
    <message>
        <source>Azure asks you to sign in again. What is being read waits for it.</source>
        <translation>Azure просит войти снова. До входа загрузка данных приостановлена.</translation>
    </message>
    <message>
        <source>You are signing in again. What is being read waits for it.</source>
        <translation>Выполняется повторный вход. До его завершения загрузка данных приостановлена.</translation>
    </message>
    <message>
        <source>Signing in again did not work</source>
        <translation>Войти снова не удалось</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Войти снова…</translation>
    </message>
    <message>
        <source>Continue without signing in</source>
        <translation>Продолжить без входа</translation>
    </message>
    <message>
        <source>You are signing in again.</source>
        <translation>Выполняется повторный вход.</translation>
    </message>
</context>
<context>
    <name>Snapshot</name>
    <message>
        <source>The VM is not in a state in which a snapshot can be taken</source>
        <translation>ВМ в состоянии, в котором нельзя сделать моментальный снимок</translation>
    </message>
    <message>
        <source>The VM is running or properly off</source>
        <translation>ВМ работает или корректно выключена</translation>
    </message>
    <message>
        <source>Running, stopped and deallocated VMs can be backed up; one that is between two states cannot.</source>
        <translation>Резервное копирование возможно для работающих, остановленных и освобождённых ВМ; пока ВМ переходит из одного состояния в другое, оно невозможно.</translation>
    </message>
    <message>
        <source>Azure shows no power state for this VM at the moment.</source>
        <translation>Сейчас Azure не показывает состояние питания этой ВМ.</translation>
    </message>
    <message>
        <source>The VM is changing state ({power}). Look again in a minute.</source>
        <translation>Состояние ВМ меняется ({power}). Повторите проверку через минуту.</translation>
    </message>
    <message>
        <source>The VM is {power}. Azure can back it up like this; the copy is crash-consistent.</source>
        <translation>ВМ в состоянии {power}. Резервное копирование возможно и так; копия будет согласована на момент сбоя.</translation>
    </message>
    <message>
        <source>Azure shows the VM as running.</source>
        <translation>По данным Azure, ВМ работает.</translation>
    </message>
    <message>
        <source>Without a snapshot of the VM&apos;s disks there is no backup. The snapshot cannot be taken, or its status never arrives, while Azure has a wrong picture of the VM&apos;s state, or while the guest cannot find the Azure host.</source>
        <translation>Без моментального снимка дисков ВМ резервной копии не будет. Снимок нельзя сделать или нельзя узнать его состояние, пока у Azure неверные сведения о состоянии ВМ или пока гостевая система не находит узел Azure.</translation>
    </message>
    <message>
        <source>The VM is {power}, and the error code says that the backup extension could not be installed for that reason. Start the VM, then back up again.</source>
        <translation>ВМ в состоянии {power}, и код ошибки говорит, что из-за этого не удалось установить расширение резервного копирования. Запустите ВМ и повторите резервное копирование.</translation>
    </message>
    <message>
        <source>The VM really is in the state that Azure shows</source>
        <translation>Azure показывает действительное состояние ВМ</translation>
    </message>
    <message>
        <source>When a VM is shut down from inside, for example over RDP, Azure may go on showing it as running. Azure Backup then waits for a guest that is not there.</source>
        <translation>Если выключить ВМ изнутри, например через RDP, Azure может и дальше показывать, что она работает. Azure Backup тогда ждёт ответа гостевой системы, которой нет.</translation>
    </message>
    <message>
        <source>Azure shows no power state, so there is nothing to compare with.</source>
        <translation>Azure не показывает состояние питания, сравнивать не с чем.</translation>
    </message>
    <message>
        <source>Azure does not show the VM as running, so nothing contradicts that.</source>
        <translation>ВМ не показана в Azure как работающая, так что противоречия нет.</translation>
    </message>
    <message>
        <source>The VM is shown as running, and its agent answers.</source>
        <translation>Azure показывает, что ВМ работает, и агент отвечает.</translation>
    </message>
    <message>
        <source>Azure shows the VM as running, but Resource Health says that it was shut down from inside.</source>
        <translation>Azure показывает, что ВМ работает, но, по данным «Работоспособности ресурсов», её выключили изнутри.</translation>
    </message>
    <message>
        <source>Resource Health confirms that the VM is up, although its agent is silent.</source>
        <translation>По данным «Работоспособности ресурсов», ВМ работает, хотя агент и не отвечает.</translation>
    </message>
    <message>
        <source>Resource Health calls the VM {state}: {summary}</source>
        <translation>По данным «Работоспособности ресурсов», состояние ВМ&#xa0;— {state}: {summary}</translation>
    </message>
    <message>
        <source>Resource Health cannot say whether the VM is up.</source>
        <translation>«Работоспособность ресурсов» не может сказать, работает ли ВМ.</translation>
    </message>
    <message>
        <source>The guest finds the Azure host</source>
        <translation>Гостевая система находит узел Azure</translation>
    </message>
    <message>
        <source>Windows learns the address of the Azure host by DHCP (option 245), but not when its only interface has a manually set address. Linux knows the host&apos;s address without DHCP, but needs a route to it. A guest that cannot find the host can neither download nor run an extension.</source>
        <translation>Windows узнаёт адрес узла Azure по DHCP (параметр 245), а если адрес единственного интерфейса задан вручную&#xa0;— не узнаёт. Linux знает адрес узла и без DHCP, но нужен маршрут к нему. Без узла Azure гостевая система не скачает и не запустит ни одного расширения.</translation>
    </message>
    <message>
        <source>The guest has no route to the Azure host 168.63.129.16.</source>
        <translation>В гостевой системе нет маршрута к узлу Azure 168.63.129.16.</translation>
    </message>
    <message>
        <source>The guest has a route to the Azure host 168.63.129.16, which Linux knows without DHCP.</source>
        <translation>В гостевой системе есть маршрут к узлу Azure 168.63.129.16, а его адрес Linux знает и без DHCP.</translation>
    </message>
    <message>
        <source>The guest uses DHCP.</source>
        <translation>Гостевая система использует DHCP.</translation>
    </message>
    <message>
        <source>The interface has several addresses; static settings in the guest are correct in that case.</source>
        <translation>У интерфейса несколько адресов; тогда статические параметры в гостевой системе&#xa0;— норма.</translation>
    </message>
    <message>
        <source>The guest has a manually set address on an interface with one address; DHCP has to be on.</source>
        <translation>В гостевой системе адрес задан вручную, хотя у интерфейса он один; DHCP должен быть включён.</translation>
    </message>
    <message>
        <source>Keep the address in Azure, then let Windows use DHCP</source>
        <translation>Закрепить адрес в Azure и перевести Windows на DHCP</translation>
    </message>
    <message>
        <source>Makes the VM&apos;s address static in Azure, where it belongs, and then switches Windows to DHCP, from which it learns the address of the Azure host. For a network interface with one address.</source>
        <translation>Делает адрес ВМ статическим в Azure, где ему и место, а затем переключает Windows на DHCP, по которому она узнаёт адрес узла Azure. Для сетевого интерфейса с одним адресом.</translation>
    </message>
    <message>
        <source>Shut the VM down properly, then start it</source>
        <translation>Правильно остановить ВМ, затем запустить её</translation>
    </message>
    <message>
        <source>If Azure shows a VM as running although it has been shut down from inside, stop it in the portal or by command, so that both states agree. Deallocating drops the temporary disk and a dynamic public address. Until it is needed again it may stay off: stopped VMs are backed up too.</source>
        <translation>Если Azure показывает, что ВМ работает, а её выключили изнутри, остановите её на портале или командой, чтобы состояния совпали. При освобождении теряются временный диск и динамический общедоступный адрес. Пока ВМ не понадобится, её можно не запускать: для остановленных ВМ резервное копирование тоже выполняется.</translation>
    </message>
    <message>
        <source>Let the guest get its address from Azure by DHCP</source>
        <translation>Перевести гостевую систему на получение адреса от Azure по DHCP</translation>
    </message>
    <message>
        <source>The guest learns the address of the Azure host by DHCP (option 245); without it no extension can be downloaded or run. On a network interface with one address DHCP has to be on in the guest. A static private address belongs into the interface&apos;s IP configuration in Azure: set it there first, then switch the guest to DHCP from the serial console, because a remote session breaks off. With several addresses on one interface static settings in the guest are right.</source>
        <translation>Адрес узла Azure гостевая система узнаёт по DHCP (параметр&#xa0;245); без него ни одно расширение не скачать и не запустить. Если у сетевого интерфейса один адрес, DHCP в гостевой системе должен быть включён. Статический частный адрес задаётся в IP-конфигурации интерфейса в Azure: сначала укажите его там, затем переключите гостевую систему на DHCP из последовательной консоли, потому что удалённый сеанс прервётся. Если у интерфейса несколько адресов, статические параметры в гостевой системе&#xa0;— норма.</translation>
    </message>
    <message>
        <source>Only Windows needs DHCP to find the Azure host; Linux needs a route to it. The manual steps show how.</source>
        <translation>DHCP, чтобы найти узел Azure, нужен только Windows; Linux нужен маршрут к этому узлу. Как его настроить, показывают ручные шаги.</translation>
    </message>
    <message>
        <source>{nic} has several IP configurations: static addresses inside the guest are correct in that case.</source>
        <translation>У&#xa0;интерфейса {nic} несколько IP-конфигураций: статические адреса в гостевой системе в этом случае&#xa0;— норма.</translation>
    </message>
    <message>
        <source>Switch Windows to DHCP and wait for its agent</source>
        <translation>Переключить Windows на DHCP и дождаться её агента</translation>
    </message>
    <message>
        <source>All connections of the VM are interrupted for a few seconds, including remote sessions.</source>
        <translation>Все соединения ВМ прервутся на несколько секунд, включая удалённые сеансы.</translation>
    </message>
    <message>
        <source>The address and gateway that were set manually inside the guest. DNS servers set there stay.</source>
        <translation>Адрес и шлюз, заданные вручную в гостевой системе. Заданные там же DNS-серверы останутся.</translation>
    </message>
    <message>
        <source>Manually, from the serial console. In Azure the address may stay static.</source>
        <translation>Вручную, из последовательной консоли. В Azure адрес можно оставить статическим.</translation>
    </message>
    <message>
        <source>Let {nic} keep its address {address}: make it static in Azure</source>
        <translation>Закрепить адрес {address} за интерфейсом {nic}: сделать его статическим в Azure</translation>
    </message>
    <message>
        <source>The guest will have the address {address}, under which Azure knows the VM. If a different one was set inside, tell everyone who uses that one.</source>
        <translation>Гостевая система получит адрес {address}, под которым ВМ известна в Azure. Если внутри был задан другой адрес, предупредите всех, кто им пользуется.</translation>
    </message>
    <message>
        <source>If the VM does not come back, the serial console is the way in; it needs boot diagnostics and a password.</source>
        <translation>Если связь с ВМ не восстановится, войти можно через последовательную консоль; для этого нужны диагностика загрузки и пароль.</translation>
    </message>
</context>
<context>
    <name>Span</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n&#xa0;секунду</numerusform>
            <numerusform>%n&#xa0;секунды</numerusform>
            <numerusform>%n&#xa0;секунд</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n&#xa0;минуту</numerusform>
            <numerusform>%n&#xa0;минуты</numerusform>
            <numerusform>%n&#xa0;минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n&#xa0;час</numerusform>
            <numerusform>%n&#xa0;часа</numerusform>
            <numerusform>%n&#xa0;часов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n&#xa0;день</numerusform>
            <numerusform>%n&#xa0;дня</numerusform>
            <numerusform>%n&#xa0;дней</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Not begun</source>
        <translation>Не начато</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Отправляется</translation>
    </message>
    <message>
        <source>Azure is carrying it out</source>
        <translation>Azure выполняет запрос</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ожидание</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Выполнено</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущено</translation>
    </message>
    <message>
        <source>Being undone</source>
        <translation>Отменяется</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Отменено</translation>
    </message>
    <message>
        <source>Perhaps sent; the result is not known yet</source>
        <translation>Возможно, отправлено; чем это закончилось, пока неизвестно</translation>
    </message>
    <message>
        <source>Accepted by Azure; not followed to its end</source>
        <translation>Принято Azure; до конца не отслежено</translation>
    </message>
    <message>
        <source>Done by Azure; not waited for to the end</source>
        <translation>Выполнено Azure; ожидание прервано</translation>
    </message>
    <message>
        <source>Not fully undone</source>
        <translation>Отменено не полностью</translation>
    </message>
</context>
<context>
    <name>StartCard</name>
    <message>
        <source>A backup is running.</source>
        <translation>Выполняется резервное копирование.</translation>
    </message>
    <message>
        <source>Finding out whether a backup can be started…</source>
        <translation>Выясняется, можно ли запустить резервное копирование…</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>Скопировать запрос</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Архивировать сейчас</translation>
    </message>
    <message>
        <source>Back up &amp;now</source>
        <translation>&amp;Архивировать сейчас</translation>
    </message>
    <message>
        <source>Show the pla&amp;n…</source>
        <translation>Пока&amp;зать план…</translation>
    </message>
    <message>
        <source>A&amp;llow repairs…</source>
        <translation>&amp;Разрешить исправления…</translation>
    </message>
    <message>
        <source>Check a&amp;gain</source>
        <translation>&amp;Проверить ещё раз</translation>
    </message>
    <message>
        <source>Sho&amp;w it</source>
        <translation>По&amp;казать</translation>
    </message>
    <message>
        <source>A backup was started from here, and its end has not been seen. Follow it first, or leave it.</source>
        <translation>Отсюда уже запущено резервное копирование, но чем оно закончилось, программа не видела. Сначала отследите его до конца или оставьте как есть.</translation>
    </message>
    <message>
        <source>A repair is being carried out. Only one thing is done at a time.</source>
        <translation>Выполняется исправление. Одновременно делается только что-то одно.</translation>
    </message>
    <message>
        <source>It is not known whether a backup can be started.</source>
        <translation>Не удалось выяснить, можно ли запустить резервное копирование.</translation>
    </message>
    <message>
        <source>Read-only: nothing may be changed in Azure, and a backup adds a restore point. Allow repairs first.</source>
        <translation>Только чтение: в Azure ничего нельзя менять, а резервное копирование добавляет точку восстановления. Сначала разрешите исправления.</translation>
    </message>
    <message>
        <source>{downtime} {loss}</source>
        <translation>{downtime} {loss}</translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) on demand in the last 24 hours. Azure supports {supported} a day.</source>
        <translation>
            <numerusform>За последние 24&#xa0;часа резервное копирование по запросу запускалось %n&#xa0;раз. Azure допускает {supported} в сутки.</numerusform>
            <numerusform>За последние 24&#xa0;часа резервное копирование по запросу запускалось %n&#xa0;раза. Azure допускает {supported} в сутки.</numerusform>
            <numerusform>За последние 24&#xa0;часа резервное копирование по запросу запускалось %n&#xa0;раз. Azure допускает {supported} в сутки.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>OK</source>
        <translation>Норма</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Предупреждение</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Пропущено</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Неизвестно</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>{title}: {state}</source>
        <translation>{title}: {state}</translation>
    </message>
    <message>
        <source>{number}. {title}</source>
        <translation>{number}. {title}</translation>
    </message>
    <message>
        <source>Copy the request</source>
        <translation>Скопировать запрос</translation>
    </message>
    <message>
        <source>Copy the script</source>
        <translation>Скопировать скрипт</translation>
    </message>
    <message>
        <source>Copy the document that is sent</source>
        <translation>Скопировать отправляемый документ</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>No cause found</source>
        <translation>Причина не найдена</translation>
    </message>
    <message>
        <source>This code has no cause that can be checked from outside</source>
        <translation>У этого кода нет причин, которые можно проверить снаружи</translation>
    </message>
    <message>
        <source>Nothing could be checked</source>
        <translation>Проверить ничего не удалось</translation>
    </message>
    <message>
        <source>Nothing found, but not everything could be checked</source>
        <translation>Ничего не найдено, но проверить удалось не всё</translation>
    </message>
    <message>
        <source>Fixed, and backed up since: {cause}</source>
        <translation>Исправлено, резервная копия уже создана: {cause}</translation>
    </message>
    <message>
        <source>Put right, but not backed up yet: {cause}</source>
        <translation>Устранено, но резервного копирования после этого ещё не было: {cause}</translation>
    </message>
    <message>
        <source>Put right; the result of the backup is not known yet: {cause}</source>
        <translation>Устранено; чем закончилось резервное копирование, пока неизвестно: {cause}</translation>
    </message>
    <message>
        <source>Put right, but the backup after that failed: {cause}</source>
        <translation>Устранено, но резервное копирование после этого завершилось сбоем: {cause}</translation>
    </message>
    <message>
        <source>Suspected cause: {cause}</source>
        <translation>Предполагаемая причина: {cause}</translation>
    </message>
    <message>
        <source>Not fixed; still suspected: {cause}</source>
        <translation>Не исправлено, причина всё ещё под подозрением: {cause}</translation>
    </message>
    <message>
        <source>Root cause: {cause}</source>
        <translation>Основная причина: {cause}</translation>
    </message>
    <message>
        <source>Not fixed: {cause}</source>
        <translation>Не исправлено: {cause}</translation>
    </message>
</context>
<context>
    <name>SummaryPage</name>
    <message>
        <source>Summary</source>
        <translation>Итог</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>Что делать дальше</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Отчёт</translation>
    </message>
    <message>
        <source>Why this conclusion</source>
        <translation>Почему такой вывод</translation>
    </message>
    <message>
        <source>What could not be checked</source>
        <translation>Что не удалось проверить</translation>
    </message>
    <message>
        <source>All causes</source>
        <translation>Все причины</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Ход событий</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>Что изменено</translation>
    </message>
    <message>
        <source>Checks, before and after</source>
        <translation>Проверки до и после</translation>
    </message>
    <message>
        <source>Still looking…</source>
        <translation>Проверка ещё идёт…</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
    <message>
        <source>{vm}, without an error code, {when}</source>
        <translation>{vm}, без кода ошибки, {when}</translation>
    </message>
    <message>
        <source>{vm}, {code}, {when}</source>
        <translation>{vm}, {code}, {when}</translation>
    </message>
    <message>
        <source>Nothing was checked. “What to do next” says what is known about this code.</source>
        <translation>Ничего не проверено. Что известно об этом коде, сказано в разделе «Что делать дальше».</translation>
    </message>
    <message>
        <source>The list below says what is missing. Put that right and check again before you rely on this result.</source>
        <translation>Чего не хватает, показывает список ниже. Исправьте это и проверьте ещё раз, прежде чем полагаться на этот итог.</translation>
    </message>
    <message>
        <source>No check that was made found a fault, and a backup on demand has completed.</source>
        <translation>Ни одна из выполненных проверок не нашла неисправности, и резервное копирование по запросу прошло.</translation>
    </message>
    <message>
        <source>No check that was made found a fault. Run the backup again; if it fails with another code, start again with that code.</source>
        <translation>Ни одна из выполненных проверок не нашла неисправности. Повторите резервное копирование; если сбой произойдёт с другим кодом, начните заново с этим кодом.</translation>
    </message>
    <message>
        <source>The checks now rule it out, and a backup on demand has completed since.</source>
        <translation>Теперь проверки исключают эту причину, и резервное копирование по запросу после этого прошло.</translation>
    </message>
    <message>
        <source>The checks now rule it out. Only a backup proves that nothing else is in the way: run one under “Back up again”.</source>
        <translation>Теперь проверки исключают эту причину. Только резервное копирование докажет, что больше ничего не мешает: запустите его в разделе «Повторить резервное копирование».</translation>
    </message>
    <message>
        <source>The checks now rule it out. A backup was started, but its result is not known yet.</source>
        <translation>Теперь проверки исключают эту причину. Резервное копирование запущено, но чем оно завершилось, неизвестно.</translation>
    </message>
    <message>
        <source>The checks now rule it out, but the backup after that failed. “Back up again” shows what Azure says about it.</source>
        <translation>Теперь проверки исключают эту причину, но следующее резервное копирование завершилось сбоем. Что сообщает об этом Azure, показано в разделе «Повторить резервное копирование».</translation>
    </message>
</context>
<context>
    <name>Symptom</name>
    <message>
        <source>Backup failed with an internal error - Please retry the operation in a few minutes</source>
        <translation>Произошла внутренняя ошибка архивации. Повторите операцию через несколько минут</translation>
    </message>
    <message>
        <source>VM Agent unable to communicate with Azure Backup</source>
        <translation>Агенту виртуальной машины не удается установить связь со службой Azure Backup</translation>
    </message>
    <message>
        <source>Snapshot operation failed due to no network connectivity on the virtual machine</source>
        <translation>Сбой операции моментального снимка, отсутствует сетевое подключение у виртуальной машины</translation>
    </message>
    <message>
        <source>VMSnapshot extension operation failed</source>
        <translation>Сбой в ходе работы расширения VMSnapshot</translation>
    </message>
    <message>
        <source>Unable to perform the operation as the VM Agent is not responsive</source>
        <translation>Не удалось выполнить операцию, так как агент виртуальной машины не отвечает</translation>
    </message>
    <message>
        <source>The VM is in failed provisioning state</source>
        <translation>Виртуальная машина находится в состоянии сбоя подготовки</translation>
    </message>
    <message>
        <source>The Restore Point collection max limit has reached.</source>
        <translation>Достигнуто максимальное количество точек восстановления в коллекции.</translation>
    </message>
    <message>
        <source>Backup doesn&apos;t have sufficient permissions to the key vault for backup of encrypted VMs.</source>
        <translation>Служба архивации не имеет достаточных разрешений на доступ к хранилищу ключей для резервного копирования зашифрованных виртуальных машин.</translation>
    </message>
    <message>
        <source>The configured disk size(s) is currently not supported by Azure Backup.</source>
        <translation>Настроенные размеры дисков в настоящее время не поддерживаются Azure Backup.</translation>
    </message>
    <message>
        <source>Unable to initiate backup as another backup operation is currently in progress</source>
        <translation>Не удалось запустить резервное копирование, так как в настоящий момент выполняется другая операция резервного копирования</translation>
    </message>
    <message>
        <source>Backup failed due to an error. For details, see Job Error Message Details.</source>
        <translation>Сбой резервного копирования из-за ошибки. Дополнительные сведения см. в данных сообщения об ошибке задания.</translation>
    </message>
    <message>
        <source>Backup failed: This virtual machine is not (actively) protected by Azure Backup.</source>
        <translation>Сбой резервного копирования: эта виртуальная машина не защищена (активно) службой Azure Backup.</translation>
    </message>
    <message>
        <source>Snapshot operation failed due to COM+ error</source>
        <translation>Сбой операции создания моментального снимка из-за ошибки COM+</translation>
    </message>
    <message>
        <source>Extension installation/operation failed due to a COM+ error</source>
        <translation>Установка или работа расширения завершились сбоем из-за ошибки COM+</translation>
    </message>
    <message>
        <source>Extension installation failed with the error “COM+ was unable to talk to the Microsoft Distributed Transaction Coordinator”</source>
        <translation>Во время установки расширения произошла ошибка «Отсутствует связь COM+ с координатором распределенных транзакций»</translation>
    </message>
    <message>
        <source>Snapshot operation failed because VSS writers were in a bad state.</source>
        <translation>Сбой операции создания моментального снимка из-за неисправного состояния модулей записи VSS.</translation>
    </message>
    <message>
        <source>Snapshot operation failed due to VSS (Volume Shadow Copy) service in bad state.</source>
        <translation>Сбой операции создания моментального снимка из-за неправильного состояния VSS (службы теневого копирования томов).</translation>
    </message>
    <message>
        <source>The snapshot operation failed with the Volume Shadow Copy Service (VSS) operation error This drive is locked by BitLocker Drive Encryption. You must unlock this drive from the Control Panel.</source>
        <translation>Сбой операции создания моментального снимка с ошибкой службы теневого копирования томов (VSS): этот диск заблокирован шифрованием диска BitLocker. Необходимо разблокировать этот диск с помощью панели управления.</translation>
    </message>
    <message>
        <source>Failure in parsing the config for the backup extension.</source>
        <translation>Сбой анализа конфигурации для расширения резервного копирования.</translation>
    </message>
    <message>
        <source>Extension state is not supportive to the backup operation</source>
        <translation>В текущем состоянии расширение не поддерживает резервное копирование</translation>
    </message>
    <message>
        <source>The snapshot operation failed because of failure to create a secure network communication channel.</source>
        <translation>Сбой операции создания моментального снимка из-за ошибки при создании защищенного канала связи.</translation>
    </message>
    <message>
        <source>The snapshot operation failed because of failure to install Visual C++ Redistributable for Visual Studio 2015.</source>
        <translation>Сбой операции создания моментального снимка из-за ошибки при установке распространяемого компонента Visual C++ для Visual Studio 2015.</translation>
    </message>
    <message>
        <source>Snapshot operation failed due to inadequate VM resources.</source>
        <translation>Сбой при создании моментального снимка из-за отсутствия у виртуальной машины необходимых ресурсов.</translation>
    </message>
    <message>
        <source>Failed to freeze one or more mount-points of the VM to take a file-system consistent snapshot.</source>
        <translation>Не удалось заморозить одну или несколько точек подключения виртуальной машины для создания моментального снимка, согласованного с файловой системой.</translation>
    </message>
    <message>
        <source>The backup extension could not open a mount point of the VM.</source>
        <translation>Расширению резервного копирования не удалось открыть точку монтирования виртуальной машины.</translation>
    </message>
    <message>
        <source>VM is not in a state that allows backups.</source>
        <translation>Виртуальная машина не находится в состоянии, которое позволяет выполнить ее архивацию.</translation>
    </message>
    <message>
        <source>The VM isn&apos;t in a state that allows backups.</source>
        <translation>Виртуальная машина не находится в состоянии, которое позволяет выполнить резервное копирование.</translation>
    </message>
    <message>
        <source>Could not perform the operation as VM no longer exists.</source>
        <translation>Не удалось выполнить операцию, так как виртуальная машина больше не существует.</translation>
    </message>
    <message>
        <source>The virtual machine doesn&apos;t exist</source>
        <translation>Виртуальная машина не существует</translation>
    </message>
    <message>
        <source>Failed to install Microsoft Recovery Services extension as virtual machine is not running</source>
        <translation>Не удалось установить расширение служб восстановления Майкрософт, так как виртуальная машина не запущена</translation>
    </message>
    <message>
        <source>Backup cannot be configured for the VM which has migrated from Trusted Launch mode to non Trusted Launch mode.</source>
        <translation>Невозможно настроить резервное копирование для виртуальной машины, перенесенной из режима доверенного запуска (Trusted Launch) в режим без него.</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to an internal execution error while creating VM snapshot. Please retry the operation after some time.</source>
        <translation>Не удалось создать точку восстановления из-за внутренней ошибки выполнения при создании моментального снимка виртуальной машины. Повторите операцию через некоторое время.</translation>
    </message>
    <message>
        <source>Snapshot operation failed as snapshot limit is exceeded for some of the disks attached</source>
        <translation>Операция создания моментального снимка завершилась сбоем, так как превышено ограничение на количество моментальных снимков для некоторых подключенных дисков</translation>
    </message>
    <message>
        <source>Copying backed up data from vault timed out</source>
        <translation>Истекло время ожидания копирования зарезервированных данных из хранилища</translation>
    </message>
    <message>
        <source>Could not copy the snapshot of the virtual machine, due to insufficient free space in the storage account</source>
        <translation>Не удалось скопировать моментальный снимок виртуальной машины из-за нехватки свободного места в учетной записи хранения</translation>
    </message>
    <message>
        <source>An invalid policy is configured on the VM which is preventing Snapshot operation.</source>
        <translation>На виртуальной машине настроена недопустимая политика, которая препятствует созданию моментального снимка.</translation>
    </message>
    <message>
        <source>The backups of VMs have failed after the policy migration from Standard to Enhanced policy.</source>
        <translation>Сбой резервного копирования виртуальных машин после перехода со стандартной политики на расширенную.</translation>
    </message>
    <message>
        <source>An internal execution error occurred. Please retry later.</source>
        <translation>Произошла внутренняя ошибка выполнения. Повторите попытку позже.</translation>
    </message>
    <message>
        <source>Compute could not create a restore point of the VM.</source>
        <translation>Службе Compute не удалось создать точку восстановления виртуальной машины.</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to COM+ error.</source>
        <translation>Не удалось создать точку восстановления из-за ошибки COM+.</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to insufficient memory available in COM+ memory quota.</source>
        <translation>Не удалось создать точку восстановления из-за нехватки памяти в квоте памяти COM+.</translation>
    </message>
    <message>
        <source>Restore Point creation failed with the error “COM+ was unable to talk to the Microsoft Distributed Transaction Coordinator”.</source>
        <translation>Не удалось создать точку восстановления, произошла ошибка «Отсутствует связь COM+ с координатором распределенных транзакций».</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to VSS Writers in bad state.</source>
        <translation>Не удалось создать точку восстановления из-за неисправного состояния модулей записи VSS.</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to failure in installation of Visual C++ Redistributable for Visual Studio 2012.</source>
        <translation>Не удалось создать точку восстановления из-за ошибки при установке распространяемого компонента Visual C++ для Visual Studio 2012.</translation>
    </message>
    <message>
        <source>Restore Point creation failed as the maximum allowed snapshot limit of one or more disk blobs has been reached.</source>
        <translation>Не удалось создать точку восстановления, так как достигнуто максимальное количество моментальных снимков для одного или нескольких BLOB-объектов дисков.</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to inadequate VM resources.</source>
        <translation>Не удалось создать точку восстановления из-за отсутствия у виртуальной машины необходимых ресурсов.</translation>
    </message>
    <message>
        <source>Restore Point creation failed due to no network connectivity on the virtual machine.</source>
        <translation>Не удалось создать точку восстановления из-за отсутствия сетевого подключения у виртуальной машины.</translation>
    </message>
    <message>
        <source>RestorePoint creation failed since a concurrent &apos;Create RestorePoint&apos; operation was triggered on the VM.</source>
        <translation>Не удалось создать точку восстановления, так как на виртуальной машине одновременно запущена другая операция «Create RestorePoint».</translation>
    </message>
    <message>
        <source>Creation of Restore Point of a Virtual Machine with Shared disks is not supported.</source>
        <translation>Создание точки восстановления виртуальной машины с общими дисками не поддерживается.</translation>
    </message>
    <message>
        <source>Changes were made to the Virtual Machine while the operation &apos;Create Restore Point&apos; was in progress.</source>
        <translation>Во время операции «Create Restore Point» в виртуальную машину были внесены изменения.</translation>
    </message>
    <message>
        <source>Operation &apos;Create Restore Point&apos; is not allowed as disk(s) have not been allocated successfully.</source>
        <translation>Операция «Create Restore Point» не разрешена, так как диски не удалось выделить.</translation>
    </message>
    <message>
        <source>VM has not reported status for VM agent or extensions.</source>
        <translation>Виртуальная машина не сообщила состояние агента виртуальной машины или расширений.</translation>
    </message>
    <message>
        <source>Keyvault associated with DiskEncryptionSet not found.</source>
        <translation>Хранилище ключей, связанное с DiskEncryptionSet, не найдено.</translation>
    </message>
    <message>
        <source>There is an active shared access signature outstanding for disk restore point.</source>
        <translation>Для точки восстановления диска действует подписанный URL-адрес (SAS).</translation>
    </message>
    <message>
        <source>No vault that protects {vm} has a backup job {job} of this VM.</source>
        <translation>Ни в одном хранилище Служб восстановления, которое защищает машину {vm}, нет задания резервного копирования {job} для этой ВМ.</translation>
    </message>
    <message>
        <source>What Azure says about the backup job contains no known error code: “{error}”</source>
        <translation>В сообщении Azure о задании резервного копирования нет известного здесь кода ошибки: «{error}»</translation>
    </message>
    <message>
        <source>Azure gives only the number {numbers} for the error of the backup job; this program does not know its meaning.</source>
        <translation>Для ошибки задания резервного копирования Azure называет только номер ({numbers}); его значение здесь неизвестно.</translation>
    </message>
    <message>
        <source>The backup job ended as “{status}”, and Azure names no error.</source>
        <translation>Задание резервного копирования завершилось с состоянием «{status}», ошибку Azure не называет.</translation>
    </message>
</context>
<context>
    <name>SymptomPage</name>
    <message>
        <source>Symptom</source>
        <translation>Симптом</translation>
    </message>
    <message>
        <source>What does Azure Backup say about {vm}? The error code decides which causes are checked, and in which order.</source>
        <translation>Что сообщает Azure Backup о машине {vm}? От кода ошибки зависит, какие причины проверяются и в каком порядке.</translation>
    </message>
    <message>
        <source>The last &amp;failed job</source>
        <translation>Последнее задание со &amp;сбоем</translation>
    </message>
    <message>
        <source>A code or message I &amp;paste</source>
        <translation>&amp;Вставить код или сообщение</translation>
    </message>
    <message>
        <source>I have &amp;no code</source>
        <translation>&amp;Кода нет</translation>
    </message>
    <message>
        <source>Error code or message</source>
        <translation>Код или сообщение об ошибке</translation>
    </message>
    <message>
        <source>An error code, a message from the portal, a mail, a JSON error or the id of a backup job</source>
        <translation>Код ошибки, сообщение с портала, письмо, ошибка в формате JSON или идентификатор задания резервного копирования</translation>
    </message>
    <message>
        <source>Every cause is checked, in the documented order.</source>
        <translation>Проверяются все причины, в порядке из документации.</translation>
    </message>
    <message>
        <source>What will be checked</source>
        <translation>Что будет проверено</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить попытку</translation>
    </message>
    <message>
        <source>The last failed job could not be read. Paste the code, or go on without one.</source>
        <translation>Не удалось прочитать последнее задание со сбоем. Вставьте код или продолжайте без него.</translation>
    </message>
    <message>
        <source>Failed {when}</source>
        <translation>Завершилось сбоем: {when}</translation>
    </message>
    <message>
        <source>Reading the backup jobs of this VM…</source>
        <translation>Читаются задания резервного копирования этой машины…</translation>
    </message>
    <message>
        <source>Not known.</source>
        <translation>Неизвестно.</translation>
    </message>
    <message>
        <source>Azure knows of no failed backup job of this VM.</source>
        <translation>По данным Azure, заданий резервного копирования со сбоем у этой машины нет.</translation>
    </message>
    <message>
        <source>The message of the last failed job contains no code that Backup Doctor knows.</source>
        <translation>В сообщении последнего задания со сбоем нет кода, известного Backup Doctor.</translation>
    </message>
    <message>
        <source>Recognised: {code}. {message}</source>
        <translation>Распознано: {code}. {message}</translation>
    </message>
    <message>
        <source>No known error code or message in this text. Paste the code from the backup job, such as UserErrorGuestAgentStatusUnavailable, or the whole message in English or Russian, or the id of the job; or choose “I have no code”.</source>
        <translation>Известного кода или сообщения в этом тексте нет. Вставьте код из задания резервного копирования, например UserErrorGuestAgentStatusUnavailable, сообщение целиком на английском или русском языке либо идентификатор задания; или выберите «Кода нет».</translation>
    </message>
    <message>
        <source>Reading backup job {job}…</source>
        <translation>Читается задание резервного копирования {job}…</translation>
    </message>
    <message>
        <source>Backup job {job} contains no code that Backup Doctor knows, so every cause will be checked.</source>
        <translation>В задании резервного копирования {job} нет кода, известного Backup Doctor, поэтому будут проверены все причины.</translation>
    </message>
    <message>
        <source>Backup job {job} failed with {code}. {message}</source>
        <translation>Задание резервного копирования {job} завершилось сбоем с кодом {code}. {message}</translation>
    </message>
    <message>
        <source>What to do about this code: {guidance}</source>
        <translation>Что делать при этом коде: {guidance}</translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s), all at once. The first one confirmed is the most likely.</source>
        <translation>
            <numerusform>%n&#xa0;причина, проверяются все сразу. Вероятнее всего первая, которая подтвердится.</numerusform>
            <numerusform>%n&#xa0;причины, проверяются все сразу. Вероятнее всего первая, которая подтвердится.</numerusform>
            <numerusform>%n&#xa0;причин, проверяются все сразу. Вероятнее всего первая, которая подтвердится.</numerusform>
        </translation>
    </message>
    <message>
        <source>This appears once the symptom is known.</source>
        <translation>Появится, когда будет известен симптом.</translation>
    </message>
</context>
<context>
    <name>Task</name>
    <message>
        <source>Not started</source>
        <translation>Не начато</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>Выполняется</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Завершено</translation>
    </message>
    <message>
        <source>Completed with warnings</source>
        <translation>Завершено с предупреждениями</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Отменено</translation>
    </message>
</context>
<context>
    <name>TextReader</name>
    <message>
        <source>Find in the text</source>
        <translation>Поиск в тексте</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>&amp;Предыдущее</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>Сле&amp;дующее</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Не найдено</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n&#xa0;совпадение</numerusform>
            <numerusform>%n&#xa0;совпадения</numerusform>
            <numerusform>%n&#xa0;совпадений</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} из&#xa0;{total}</translation>
    </message>
</context>
<context>
    <name>TextReport</name>
    <message>
        <source>VM: {vm} in {group}</source>
        <translation>ВМ: {vm}, группа {group}</translation>
    </message>
    <message>
        <source>Error code: none</source>
        <translation>Код ошибки: нет</translation>
    </message>
    <message>
        <source>Error code: {code} ({message})</source>
        <translation>Код ошибки: {code} ({message})</translation>
    </message>
    <message>
        <source>Result: {result}</source>
        <translation>Результат: {result}</translation>
    </message>
    <message>
        <source>What to do about this code: {guidance}</source>
        <translation>Что делать при этом коде: {guidance}</translation>
    </message>
    <message>
        <source>Repair: {remedy}. Risk: {risk}. To see its plan:</source>
        <translation>Исправление: {remedy}. Риск: {risk}. Чтобы увидеть план:</translation>
    </message>
    <message>
        <source>Repair: {remedy}. Not now. {reason}</source>
        <translation>Исправление: {remedy}. Сейчас недоступно. {reason}</translation>
    </message>
</context>
<context>
    <name>Ticket</name>
    <message>
        <source>Made by Backup Doctor {version}.</source>
        <translation>Создано программой Backup Doctor {version}.</translation>
    </message>
    <message>
        <source>What to do about this code: {guidance}</source>
        <translation>Что делать при этом коде: {guidance}</translation>
    </message>
    <message>
        <source>Virtual machine: {vm} (resource group {group})</source>
        <translation>Виртуальная машина: {vm} (группа ресурсов {group})</translation>
    </message>
    <message>
        <source>Resource id: {id}</source>
        <translation>Идентификатор ресурса: {id}</translation>
    </message>
    <message>
        <source>Symptom: {code}</source>
        <translation>Симптом: {code}</translation>
    </message>
    <message>
        <source>Symptom: no code given</source>
        <translation>Симптом: код не указан</translation>
    </message>
    <message>
        <source>Checked: {when}</source>
        <translation>Проверено: {when}</translation>
    </message>
    <message>
        <source>{cause}: {verdict}</source>
        <translation>{cause}: {verdict}</translation>
    </message>
    <message>
        <source>- {status}: {check}. {finding}</source>
        <translation>- {status}: {check}. {finding}</translation>
    </message>
    <message>
        <source>- {check}: {before} before, {now} now. {finding}</source>
        <translation>- {check}: было&#xa0;— {before}, стало&#xa0;— {now}. {finding}</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>Что изменено</translation>
    </message>
    <message>
        <source>A backup on demand has completed since.</source>
        <translation>После этого резервное копирование по запросу прошло.</translation>
    </message>
    <message>
        <source>No backup was started since.</source>
        <translation>После этого резервное копирование не запускалось.</translation>
    </message>
    <message>
        <source>A backup was started; its result is not known yet.</source>
        <translation>Резервное копирование запущено, но чем оно завершилось, неизвестно.</translation>
    </message>
    <message>
        <source>The backup after that failed.</source>
        <translation>Следующее резервное копирование завершилось сбоем.</translation>
    </message>
    <message>
        <source>- {when}: {action}. {outcome} {undo}</source>
        <translation>- {when}: {action}. {outcome} {undo}</translation>
    </message>
    <message>
        <source>    {step}: {stage}</source>
        <translation>    {step}: {stage}</translation>
    </message>
    <message>
        <source>    {request} (HTTP {status}, {id})</source>
        <translation>    {request} (HTTP {status}, {id})</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>{when}: the backup job started</source>
        <translation>{when}: задание резервного копирования началось</translation>
    </message>
    <message>
        <source>{when}: the backup job failed</source>
        <translation>{when}: задание резервного копирования завершилось сбоем</translation>
    </message>
    <message>
        <source>{when}: this diagnosis started</source>
        <translation>{when}: эта диагностика началась</translation>
    </message>
    <message>
        <source>{when}: this diagnosis ended</source>
        <translation>{when}: эта диагностика завершилась</translation>
    </message>
    <message>
        <source>{when}: “{action}” begun</source>
        <translation>{when}: «{action}»&#xa0;— начато</translation>
    </message>
    <message>
        <source>{when}: “{action}” carried out</source>
        <translation>{when}: «{action}»&#xa0;— выполнено</translation>
    </message>
    <message>
        <source>{when}: “{action}” failed</source>
        <translation>{when}: «{action}»&#xa0;— завершилось сбоем</translation>
    </message>
    <message>
        <source>{when}: “{action}” undone</source>
        <translation>{when}: «{action}»&#xa0;— отменено</translation>
    </message>
    <message>
        <source>{when}: “{action}” left as it was</source>
        <translation>{when}: «{action}»&#xa0;— оставлено как есть</translation>
    </message>
</context>
<context>
    <name>Unlock</name>
    <message>
        <source>None: the VM keeps running. Whatever the locks cover can be deleted or changed while they are lifted.</source>
        <translation>Нет: ВМ продолжает работать. Пока блокировки сняты, всё, на что они действуют, можно удалить или изменить.</translation>
    </message>
    <message>
        <source>No lock applies to the restore points, so there is nothing to lift.</source>
        <translation>На точки восстановления не действует ни одна блокировка, снимать нечего.</translation>
    </message>
    <message>
        <source>No lock could be seen on the restore points, but not all locks could be read: {reason}</source>
        <translation>Блокировок, действующих на точки восстановления, не видно, но прочитать удалось не все. {reason}</translation>
    </message>
    <message>
        <source>Lock {lock} belongs to the application {owner}, and nobody else may lift it. Ask whoever published the managed application to take the restore points out of the lock.</source>
        <translation>Блокировка {lock} принадлежит приложению {owner}, и никто другой снять её не может. Попросите издателя этого управляемого приложения вывести точки восстановления из-под блокировки.</translation>
    </message>
    <message>
        <source>Lift lock {lock} ({level}) on {place}</source>
        <translation>Снять блокировку {lock} ({level}), область: {place}</translation>
    </message>
    <message>
        <source>Put the identical lock {lock} ({level}) back on {place}</source>
        <translation>Вернуть точно такую же блокировку {lock} ({level}), область: {place}</translation>
    </message>
    <message>
        <source>Nothing, as long as Azure Backup cleans up by itself: it deletes only what it would have deleted long ago. Should it not, you are asked before the instant restore points are deleted for good.</source>
        <translation>Ничего, если служба Azure Backup выполнит очистку сама: она удаляет только то, что и так давно должна была удалить. Если она этого не сделает, перед безвозвратным удалением точек мгновенного восстановления программа спросит согласия.</translation>
    </message>
    <message>
        <source>Nothing: Azure Backup deletes only what it would have deleted long ago.</source>
        <translation>Ничего: служба Azure Backup удаляет только то, что и так давно должна была удалить.</translation>
    </message>
    <message>
        <source>The plan puts the identical locks back at its end. If it stops before, undoing it does the same.</source>
        <translation>План сам возвращает такие же блокировки в конце. Если он остановится раньше, отмена сделает то же самое.</translation>
    </message>
    <message>
        <source>Undoing it restores the identical locks, even later. What has been cleaned up does not come back.</source>
        <translation>Отмена возвращает такие же блокировки, в том числе позже. То, что удалено при очистке, не возвращается.</translation>
    </message>
    <message>
        <source>The backup is expected to fail this once: it sets off the clean-up, which takes several hours.</source>
        <translation>В этот раз резервное копирование ожидаемо завершится сбоем: оно начнёт очистку, которая занимает несколько часов.</translation>
    </message>
    <message>
        <source>The lock brings the fault back: from then on restore points pile up again, and once the limit is reached, every backup fails. Leave it off, unless somebody insists on it.</source>
        <translation>С блокировкой вернётся и неисправность: точки восстановления снова будут накапливаться, и когда их станет предельное число, каждое резервное копирование будет завершаться сбоем. Не возвращайте блокировку, если на ней никто не настаивает.</translation>
    </message>
    <message>
        <source>A lock on the subscription applies to everything in it. It is better to lock its resource groups, all except the one in which Azure Backup keeps restore points.</source>
        <translation>Блокировка подписки действует на всё, что в ней есть. Лучше заблокировать отдельные группы ресурсов&#xa0;— все, кроме той, в которой Azure Backup хранит точки восстановления.</translation>
    </message>
    <message>
        <source>Not all locks could be read, so there may be others that apply: {reason}</source>
        <translation>Прочитать удалось не все блокировки, поэтому на точки восстановления могут действовать и другие. {reason}</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>there was no answer ({reason})</source>
        <translation>ответа нет ({reason})</translation>
    </message>
    <message>
        <source>the answer was {status}</source>
        <translation>получен ответ {status}</translation>
    </message>
    <message>
        <source>the answer took too long</source>
        <translation>ответ не пришёл вовремя</translation>
    </message>
    <message>
        <source>the answer is too long for a notice</source>
        <translation>ответ слишком велик для извещения</translation>
    </message>
    <message>
        <source>the answer is no notice</source>
        <translation>ответ не похож на извещение</translation>
    </message>
    <message>
        <source>the answer names no version</source>
        <translation>в ответе не названа версия</translation>
    </message>
    <message>
        <source>the answer names no page with https</source>
        <translation>в ответе не названа страница с https</translation>
    </message>
    <message>
        <source>Newer versions</source>
        <translation>Новые версии</translation>
    </message>
    <message>
        <source>This installation has not been told where newer versions are announced, so there is nothing to ask.</source>
        <translation>Для этой установки не задано, где объявляют о новых версиях, поэтому спрашивать негде.</translation>
    </message>
    <message>
        <source>Asking {address}…</source>
        <translation>Идёт запрос: {address}…</translation>
    </message>
    <message>
        <source>Once a day at most {address} is asked for the number of the newest version. Nothing about you is sent, nothing is downloaded.</source>
        <translation>Не чаще раза в день по адресу {address} запрашивается номер последней версии. Сведения о вас не отправляются, ничего не скачивается.</translation>
    </message>
    <message>
        <source>Last asked {moment}: version {version} is out.</source>
        <translation>Последний запрос&#xa0;— {moment}: вышла версия {version}.</translation>
    </message>
    <message>
        <source>the reason was said when it happened</source>
        <translation>о причине сообщено в тот момент</translation>
    </message>
    <message>
        <source>Last asked {moment}: could not find out, {reason}</source>
        <translation>Последний запрос&#xa0;— {moment}: узнать не удалось, {reason}</translation>
    </message>
    <message>
        <source>Last asked {moment}: this is the newest version.</source>
        <translation>Последний запрос&#xa0;— {moment}: это последняя версия.</translation>
    </message>
    <message>
        <source>Ask once a day whether a ne&amp;wer version is out</source>
        <translation>Раз в день проверять, не вышла ли &amp;новая версия</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Confirmed</source>
        <translation>Подтверждена</translation>
    </message>
    <message>
        <source>Suspected</source>
        <translation>Под подозрением</translation>
    </message>
    <message>
        <source>Ruled out</source>
        <translation>Исключена</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Неприменима</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Не проверялась</translation>
    </message>
</context>
<context>
    <name>VmList</name>
    <message>
        <source>Azure gave only a part of the list: {count} of {total} rows.</source>
        <translation>От Azure пришла только часть списка: строк&#xa0;— {count} из&#xa0;{total}.</translation>
    </message>
    <message numerus="yes">
        <source>Azure is throttling this account. Reading continues in %n second(s).</source>
        <translation>
            <numerusform>Azure ограничивает число запросов этой учётной записи. Загрузка продолжится через %n&#xa0;секунду.</numerusform>
            <numerusform>Azure ограничивает число запросов этой учётной записи. Загрузка продолжится через %n&#xa0;секунды.</numerusform>
            <numerusform>Azure ограничивает число запросов этой учётной записи. Загрузка продолжится через %n&#xa0;секунд.</numerusform>
        </translation>
    </message>
    <message>
        <source>Azure Resource Graph did not return the list. It is read from each subscription instead, which takes longer and does not show whether a VM is running or why its backup failed. {reason}</source>
        <translation>Не удалось получить список от Azure Resource Graph. Он загружается из каждой подписки отдельно: это дольше, и не будет видно, работает ли машина и почему не удалось её резервное копирование. {reason}</translation>
    </message>
    <message>
        <source>The results of the last backups are not known. {reason}</source>
        <translation>Неизвестно, чем завершилось последнее резервное копирование машин. {reason}</translation>
    </message>
    <message>
        <source>Why backups failed is not known. {reason}</source>
        <translation>Неизвестно, почему не удалось резервное копирование. {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of Azure&apos;s list do not name a virtual machine and were skipped.</source>
        <translation>
            <numerusform>%n&#xa0;строка в списке от Azure не указывает на виртуальную машину и пропущена.</numerusform>
            <numerusform>%n&#xa0;строки в списке от Azure не указывают на виртуальную машину и пропущены.</numerusform>
            <numerusform>%n&#xa0;строк в списке от Azure не указывают на виртуальную машину и пропущены.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n subscription(s) VMs could not be read. In {name}: {reason}</source>
        <translation>
            <numerusform>В %n&#xa0;подписке не удалось прочитать список машин. Подписка {name}: {reason}</numerusform>
            <numerusform>В %n&#xa0;подписках не удалось прочитать список машин. Подписка {name}: {reason}</numerusform>
            <numerusform>В %n&#xa0;подписках не удалось прочитать список машин. Подписка {name}: {reason}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n subscription(s) last backups could not be read. In {name}: {reason}</source>
        <translation>
            <numerusform>В %n&#xa0;подписке не удалось прочитать сведения о последнем резервном копировании. Подписка {name}: {reason}</numerusform>
            <numerusform>В %n&#xa0;подписках не удалось прочитать сведения о последнем резервном копировании. Подписка {name}: {reason}</numerusform>
            <numerusform>В %n&#xa0;подписках не удалось прочитать сведения о последнем резервном копировании. Подписка {name}: {reason}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VmPage</name>
    <message>
        <source>Virtual machine</source>
        <translation>Виртуальная машина</translation>
    </message>
    <message>
        <source>Two ways to find a VM</source>
        <translation>Два способа найти машину</translation>
    </message>
    <message>
        <source>VMs</source>
        <translation>Машины</translation>
    </message>
    <message>
        <source>Tonight&apos;s failures</source>
        <translation>Сбои за ночь</translation>
    </message>
    <message>
        <source>Choose the VM whose backup failed. Failing backups come first.</source>
        <translation>Выберите машину, резервное копирование которой не удалось. Машины со сбоем стоят первыми.</translation>
    </message>
    <message numerus="yes">
        <source>Choose the VM whose backup failed. You can see %n subscription(s) of tenant {tenant}.</source>
        <translation>
            <numerusform>Выберите машину, резервное копирование которой не удалось. Вам доступна %n&#xa0;подписка клиента Entra {tenant}.</numerusform>
            <numerusform>Выберите машину, резервное копирование которой не удалось. Вам доступны %n&#xa0;подписки клиента Entra {tenant}.</numerusform>
            <numerusform>Выберите машину, резервное копирование которой не удалось. Вам доступно %n&#xa0;подписок клиента Entra {tenant}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter by any column, or paste a resource id or a portal address</source>
        <translation>Фильтр по любому столбцу; можно вставить идентификатор ресурса или адрес с портала</translation>
    </message>
    <message>
        <source>Filter virtual machines</source>
        <translation>Фильтр виртуальных машин</translation>
    </message>
    <message>
        <source>Virtual machines</source>
        <translation>Виртуальные машины</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>О&amp;бновить</translation>
    </message>
    <message>
        <source>Change &amp;tenant or account</source>
        <translation>Сменить &amp;клиент Entra или учётную запись</translation>
    </message>
    <message numerus="yes">
        <source>%n VMs are named {vm} in a group {group}. Choose yours by its subscription.</source>
        <translation>
            <numerusform>Найдена %n&#xa0;машина с именем {vm} (группа ресурсов {group}). Выберите нужную по подписке.</numerusform>
            <numerusform>Найдены %n&#xa0;машины с именем {vm} (группа ресурсов {group}). Выберите нужную по подписке.</numerusform>
            <numerusform>Найдено %n&#xa0;машин с именем {vm} (группа ресурсов {group}). Выберите нужную по подписке.</numerusform>
        </translation>
    </message>
    <message>
        <source>The backup item&apos;s VM {vm} in group {group} is not in the list. Paste the VM&apos;s own resource id.</source>
        <translation>Машины {vm} (группа ресурсов {group}), к которой относится этот элемент резервного копирования, нет в списке. Вставьте идентификатор ресурса самой машины.</translation>
    </message>
    <message>
        <source>{vm} is in {cloud}, and you are signed in to {here}. Sign in there, or press Next to try anyway.</source>
        <translation>Машина {vm} находится в облаке «{cloud}», а вход выполнен в облако «{here}». Войдите в её облако или нажмите «Далее», чтобы всё равно попробовать.</translation>
    </message>
    <message>
        <source>The address of {vm} names tenant {tenant}, and you are signed in to {here}. Change the tenant, or press Next to try anyway.</source>
        <translation>В адресе машины {vm} указан клиент Entra {tenant}, а вход выполнен в клиент {here}. Смените клиент или нажмите «Далее», чтобы всё равно попробовать.</translation>
    </message>
    <message>
        <source>{vm} is in subscription {subscription}, which this account does not see in tenant {here}. Press Next to try anyway.</source>
        <translation>Машина {vm} находится в подписке {subscription}, которую эта учётная запись не видит в клиенте Entra {here}. Чтобы всё равно попробовать, нажмите «Далее».</translation>
    </message>
    <message>
        <source>{vm} in resource group {group} is not among the VMs read so far. Press Next to continue with it anyway.</source>
        <translation>Машины {vm} (группа ресурсов {group}) пока нет среди загруженных. Чтобы всё равно продолжить с ней, нажмите «Далее».</translation>
    </message>
    <message>
        <source>{vm} in resource group {group} is not in the list. Press Next to continue with it anyway.</source>
        <translation>Машины {vm} (группа ресурсов {group}) нет в списке. Чтобы всё равно продолжить с ней, нажмите «Далее».</translation>
    </message>
    <message>
        <source>The list could not be read completely</source>
        <translation>Не удалось прочитать список до конца</translation>
    </message>
    <message>
        <source>The list is incomplete</source>
        <translation>Список неполный</translation>
    </message>
    <message numerus="yes">
        <source>%n virtual machine(s)</source>
        <translation>
            <numerusform>%n&#xa0;виртуальная машина</numerusform>
            <numerusform>%n&#xa0;виртуальные машины</numerusform>
            <numerusform>%n&#xa0;виртуальных машин</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n virtual machine(s) so far</source>
        <translation>
            <numerusform>Пока %n&#xa0;виртуальная машина</numerusform>
            <numerusform>Пока %n&#xa0;виртуальные машины</numerusform>
            <numerusform>Пока %n&#xa0;виртуальных машин</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a failed backup</source>
        <translation>
            <numerusform>%n&#xa0;со сбоем резервного копирования</numerusform>
            <numerusform>%n&#xa0;со сбоем резервного копирования</numerusform>
            <numerusform>%n&#xa0;со сбоем резервного копирования</numerusform>
        </translation>
    </message>
    <message>
        <source>{total}, {failing}</source>
        <translation>{total}, {failing}</translation>
    </message>
    <message>
        <source>{shown} of {total} shown</source>
        <translation>{total}, показано: {shown}</translation>
    </message>
    <message>
        <source>{count}. {wait}</source>
        <translation>{count}. {wait}</translation>
    </message>
    <message>
        <source>The first VMs appear as soon as Azure answers.</source>
        <translation>Первые машины появятся, как только ответит Azure.</translation>
    </message>
    <message>
        <source>Reading the virtual machines…</source>
        <translation>Загружается список виртуальных машин…</translation>
    </message>
    <message>
        <source>This account</source>
        <translation>Эта учётная запись</translation>
    </message>
    <message>
        <source>No subscription in tenant {tenant}</source>
        <translation>В клиенте Entra {tenant} нет подписок</translation>
    </message>
    <message>
        <source>{user} sees no subscription here. Ask for the Reader role on the subscription or the resource group of the VM, or change to the tenant it belongs to. The resource id of a VM can also be pasted above.</source>
        <translation>{user} не видит здесь ни одной подписки. Запросите роль «Читатель» (Reader) в подписке или группе ресурсов машины либо перейдите в клиент Entra, которому машина принадлежит. Можно также вставить выше идентификатор ресурса машины.</translation>
    </message>
    <message>
        <source>No virtual machines in tenant {tenant}</source>
        <translation>В клиенте Entra {tenant} нет виртуальных машин</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s) were searched.</source>
        <translation>
            <numerusform>Просмотрена %n&#xa0;подписка.</numerusform>
            <numerusform>Просмотрены %n&#xa0;подписки.</numerusform>
            <numerusform>Просмотрено %n&#xa0;подписок.</numerusform>
        </translation>
    </message>
    <message>
        <source>{searched} {user} may lack the Reader role, or the VMs are in another tenant. The resource id of a VM can also be pasted above.</source>
        <translation>{searched} {user}, возможно, не имеет роли «Читатель» (Reader), или машины находятся в другом клиенте Entra. Можно также вставить выше идентификатор ресурса машины.</translation>
    </message>
    <message>
        <source>The message above says why. You can also paste the resource id of a VM above.</source>
        <translation>Почему&#xa0;— сказано в сообщении выше. Можно также вставить выше идентификатор ресурса машины.</translation>
    </message>
    <message>
        <source>There is no list</source>
        <translation>Списка нет</translation>
    </message>
    <message>
        <source>No VM matches “{text}”</source>
        <translation>По запросу «{text}» ничего не найдено</translation>
    </message>
    <message>
        <source>Every column is searched for every word. VMs of another tenant are not in this list.</source>
        <translation>Каждое слово ищется во всех столбцах. Машин из другого клиента Entra в этом списке нет.</translation>
    </message>
    <message>
        <source>Only some of the VMs are shown: the others are hidden by the choices above.</source>
        <translation>Показана только часть машин: остальные скрыты условиями, выбранными выше.</translation>
    </message>
    <message>
        <source>No VM matches</source>
        <translation>Подходящих машин нет</translation>
    </message>
    <message>
        <source>Show all VMs</source>
        <translation>Показать все машины</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Change tenant or account</source>
        <translation>Сменить клиент Entra или учётную запись</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Сбросить фильтр</translation>
    </message>
    <message>
        <source>Subscription whose VMs are shown</source>
        <translation>Подписка, машины которой показаны</translation>
    </message>
    <message>
        <source>&amp;Failed backups only</source>
        <translation>Только со &amp;сбоем копирования</translation>
    </message>
    <message>
        <source>All subscriptions</source>
        <translation>Все подписки</translation>
    </message>
</context>
<context>
    <name>VmSortMenu</name>
    <message>
        <source>Failed backups first</source>
        <translation>Сначала сбои резервного копирования</translation>
    </message>
    <message>
        <source>Sort by: {column}</source>
        <translation>Сортировка: {column}</translation>
    </message>
</context>
<context>
    <name>VmTable</name>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Последнее копирование</translation>
    </message>
    <message>
        <source>Error code</source>
        <translation>Код ошибки</translation>
    </message>
    <message>
        <source>Resource group</source>
        <translation>Группа ресурсов</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Подписка</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Регион</translation>
    </message>
    <message>
        <source>OS</source>
        <translation>ОС</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Питание</translation>
    </message>
    <message>
        <source>VM agent</source>
        <translation>Агент ВМ</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Завершено</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Сбой</translation>
    </message>
    <message>
        <source>Completed with warnings</source>
        <translation>Завершено с предупреждениями</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>Выполняется</translation>
    </message>
    <message>
        <source>No backup known</source>
        <translation>Нет сведений</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Загрузка…</translation>
    </message>
    <message>
        <source>{status}, {when}</source>
        <translation>{status}, {when}</translation>
    </message>
</context>
<context>
    <name>Vss</name>
    <message>
        <source>Windows cannot prepare the snapshot (VSS, COM+, MSDTC)</source>
        <translation>Windows не может подготовить моментальный снимок (VSS, COM+, MSDTC)</translation>
    </message>
    <message>
        <source>For an application-consistent snapshot Windows has its programs write their data to disk through VSS writers; COM+ and MSDTC carry the calls. A writer in a bad state or a disabled service makes the snapshot fail even though agent and extension are in order.</source>
        <translation>Чтобы моментальный снимок был согласован с приложениями, Windows через модули записи VSS даёт программам записать свои данные на диск; вызовы передают COM+ и MSDTC. Если модуль записи неисправен или служба отключена, снимок завершается сбоем, хотя агент и расширение в порядке.</translation>
    </message>
    <message>
        <source>{service} is stopped, as it should be while nothing needs it: Windows starts it on demand.</source>
        <translation>Служба {service} остановлена, и это нормально, пока она не нужна: Windows запускает её по требованию.</translation>
    </message>
    <message>
        <source>All VSS writers are stable</source>
        <translation>Все модули записи VSS в стабильном состоянии</translation>
    </message>
    <message>
        <source>A writer in any other state than [1] could not bring its program&apos;s data into order, and the snapshot fails with it.</source>
        <translation>Если состояние модуля записи не [1], он не смог привести в порядок данные своей программы, и моментальный снимок завершается сбоем.</translation>
    </message>
    <message>
        <source>All VSS writers are stable.</source>
        <translation>Все модули записи VSS в стабильном состоянии.</translation>
    </message>
    <message>
        <source>A backup is running and keeps the VSS writers busy. Look again when it has ended.</source>
        <translation>Идёт резервное копирование, и модули записи VSS заняты. Проверьте ещё раз, когда оно завершится.</translation>
    </message>
    <message numerus="yes">
        <source>%n VSS writer(s) are not stable.</source>
        <translation>
            <numerusform>%n&#xa0;модуль записи VSS не в стабильном состоянии.</numerusform>
            <numerusform>%n&#xa0;модуля записи VSS не в стабильном состоянии.</numerusform>
            <numerusform>%n&#xa0;модулей записи VSS не в стабильном состоянии.</numerusform>
        </translation>
    </message>
    <message>
        <source>The Volume Shadow Copy service can be started</source>
        <translation>Службу «Теневое копирование тома» (VSS) можно запустить</translation>
    </message>
    <message>
        <source>Windows starts VSS when a snapshot is asked for, so it is stopped most of the time. Disabled or missing it cannot be started.</source>
        <translation>Windows запускает VSS, когда запрошен моментальный снимок, поэтому большую часть времени служба остановлена. Если она отключена или отсутствует, запустить её нельзя.</translation>
    </message>
    <message>
        <source>COM+ works</source>
        <translation>COM+ работает</translation>
    </message>
    <message>
        <source>The backup extension talks to VSS through the COM+ System Application, which Windows starts on demand.</source>
        <translation>Расширение резервного копирования обращается к VSS через «Системное приложение COM+» (COMSysApp), которое Windows запускает по требованию.</translation>
    </message>
    <message>
        <source>COMSysApp is stopped. That is normal by itself, but the error code speaks of COM+: start it and see whether it stays.</source>
        <translation>Служба COMSysApp остановлена. Само по себе это нормально, но код ошибки указывает на COM+: запустите её и проверьте, не остановится ли она снова.</translation>
    </message>
    <message>
        <source>{service} is running.</source>
        <translation>Служба {service} работает.</translation>
    </message>
    <message>
        <source>The service {service} is missing.</source>
        <translation>Служба {service} отсутствует.</translation>
    </message>
    <message>
        <source>The service {service} is disabled.</source>
        <translation>Служба {service} отключена.</translation>
    </message>
    <message>
        <source>MSDTC runs as Network Service</source>
        <translation>MSDTC работает под учётной записью Network Service</translation>
    </message>
    <message>
        <source>COM+ needs the Distributed Transaction Coordinator; if that is stopped or runs under another account, the extension fails.</source>
        <translation>Для COM+ нужна служба «Координатор распределённых транзакций» (MSDTC); если она остановлена или работает под другой учётной записью, расширение завершается сбоем.</translation>
    </message>
    <message>
        <source>MSDTC runs as {account}.</source>
        <translation>Служба MSDTC настроена на запуск под учётной записью {account}.</translation>
    </message>
    <message>
        <source>MSDTC is running, but the guest does not say under which account.</source>
        <translation>Служба MSDTC работает, но под какой учётной записью, гостевая система не сообщает.</translation>
    </message>
    <message>
        <source>MSDTC is running as {account}.</source>
        <translation>Служба MSDTC работает под учётной записью {account}.</translation>
    </message>
    <message>
        <source>MSDTC is not running.</source>
        <translation>Служба MSDTC не работает.</translation>
    </message>
    <message>
        <source>The backup extension&apos;s VSS provider can be started</source>
        <translation>Поставщик VSS расширения резервного копирования можно запустить</translation>
    </message>
    <message>
        <source>The extension registers its own provider (IaaSVmProvider) with VSS; if that is disabled, it cannot take part in the snapshot.</source>
        <translation>Расширение регистрирует в VSS собственный поставщик (IaaSVmProvider); если тот отключён, он не может участвовать в создании моментального снимка.</translation>
    </message>
    <message>
        <source>The extension is installed, but its provider IaaSVmProvider is not registered.</source>
        <translation>Расширение установлено, но его поставщик IaaSVmProvider не зарегистрирован.</translation>
    </message>
    <message>
        <source>The extension is not installed yet; it brings its provider along.</source>
        <translation>Расширение ещё не установлено; поставщик установится вместе с ним.</translation>
    </message>
    <message>
        <source>Finds the service behind each writer that is not in the state [1] and restarts it. Production programs may be interrupted.</source>
        <translation>Находит службу каждого модуля записи, состояние которого не [1], и перезапускает её. Возможен перерыв в работе программ, которыми сейчас пользуются.</translation>
    </message>
    <message>
        <source>Restart the Volume Shadow Copy service</source>
        <translation>Перезапустить службу «Теневое копирование тома» (VSS)</translation>
    </message>
    <message>
        <source>Sets VSS to start on demand and restarts it. Helps when it is disabled, or lists no writers.</source>
        <translation>Задаёт для VSS запуск по требованию и перезапускает службу. Помогает, если она отключена или не показывает ни одного модуля записи.</translation>
    </message>
    <message>
        <source>Start the COM+ System Application</source>
        <translation>Запустить «Системное приложение COM+»</translation>
    </message>
    <message>
        <source>Sets COMSysApp to start on demand and starts it. Helps when it is disabled, or the error code speaks of COM+.</source>
        <translation>Задаёт для COMSysApp запуск по требованию и запускает службу. Помогает, если она отключена или код ошибки указывает на COM+.</translation>
    </message>
    <message>
        <source>Reinstall MSDTC</source>
        <translation>Переустановить MSDTC</translation>
    </message>
    <message>
        <source>Uninstalls and installs the Distributed Transaction Coordinator and lets it run as Network Service. Helps when COM+ cannot reach it.</source>
        <translation>Удаляет и заново устанавливает службу «Координатор распределённых транзакций» и задаёт ей учётную запись Network Service. Помогает, если у COM+ нет связи с этой службой.</translation>
    </message>
    <message>
        <source>Take the snapshot without threads</source>
        <translation>Делать моментальный снимок без потоков</translation>
    </message>
    <message>
        <source>Sets a value that makes the extension take the snapshot in one piece. For writers that keep failing although nothing is short.</source>
        <translation>Задаёт значение реестра, с которым расширение делает моментальный снимок целиком, без отдельных потоков. Для случаев, когда сбой модулей записи повторяется, хотя ресурсов хватает.</translation>
    </message>
    <message>
        <source>Look for a shortage first</source>
        <translation>Сначала проверить, хватает ли ресурсов</translation>
    </message>
    <message>
        <source>Writers mostly fail because disk space, memory, the page file or processor time have run out. Free what is short before anything else, and see how much room the shadow copies take.</source>
        <translation>Чаще всего модули записи дают сбой из-за нехватки места на диске, памяти, файла подкачки или процессорного времени. Прежде всего освободите то, чего не хватает, и посмотрите, сколько места занимают теневые копии.</translation>
    </message>
    <message>
        <source>Restart the services of the writers that are not stable</source>
        <translation>Перезапустить службы модулей записи, которые не в стабильном состоянии</translation>
    </message>
    <message>
        <source>Each writer that is not in the state [1] belongs to a service, for example SQL Server VSS Writer to SQLWriter. Restart that service; ask its users first. If a writer does not come back, restart the VM. On a non-English Windows, go by the number in brackets.</source>
        <translation>За каждым модулем записи, состояние которого не [1], стоит служба: например, за SQL Server VSS Writer&#xa0;— SQLWriter. Перезапустите эту службу, сначала согласовав это с её пользователями. Если модуль записи не возвращается в стабильное состояние, перезапустите ВМ. Если Windows не на английском языке, смотрите на номер в скобках.</translation>
    </message>
    <message>
        <source>Correct the services</source>
        <translation>Привести службы в порядок</translation>
    </message>
    <message>
        <source>VSS and COMSysApp start on demand (Manual); MSDTC starts with Windows and runs as Network Service. All of this can be done by RDP or the serial console, even while the agent is down.</source>
        <translation>VSS и COMSysApp запускаются по требованию (Manual); MSDTC запускается вместе с Windows и работает под учётной записью Network Service. Всё это можно настроить по RDP или через последовательную консоль, даже когда агент не работает.</translation>
    </message>
    <message>
        <source>Reinstall MSDTC if COM+ still cannot reach it</source>
        <translation>Если у COM+ по-прежнему нет связи с MSDTC, переустановить MSDTC</translation>
    </message>
    <message>
        <source>Only when starting it and its account do not help. Programs with distributed transactions are interrupted, and the settings of MSDTC go back to their defaults. Restart the VM if COM+ keeps failing.</source>
        <translation>Переустанавливайте, только если не помогли ни запуск службы, ни исправление её учётной записи. Работа программ с распределёнными транзакциями прервётся, а параметры MSDTC вернутся к значениям по умолчанию. Если сбой COM+ повторяется, перезапустите ВМ.</translation>
    </message>
    <message>
        <source>If writers keep failing, take the snapshot without threads</source>
        <translation>Если сбой модулей записи повторяется, делать моментальный снимок без потоков</translation>
    </message>
    <message>
        <source>This value makes the extension take the snapshot in one piece. It is meant for writers that fail again although nothing is short. Moving the backup to a quiet time helps as well, when the disks are at their limit. The second command takes the value away again.</source>
        <translation>С этим значением в реестре расширение делает моментальный снимок целиком, без отдельных потоков. Это на случай, когда модули записи снова дают сбой, хотя ресурсов хватает. Если диски работают на пределе, помогает и перенос резервного копирования на спокойное время. Вторая команда удаляет это значение.</translation>
    </message>
    <message>
        <source>Back up again</source>
        <translation>Повторить резервное копирование</translation>
    </message>
    <message>
        <source>Choose Back up now in the vault; the command shows which vault it is. The new restore point should be application-consistent.</source>
        <translation>Выберите в хранилище «Архивировать сейчас»; какое это хранилище, показывает команда. Новая точка восстановления должна быть согласована с приложениями.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Something went wrong inside Backup Doctor: {error}. You can go on working. The details are in {log}.</source>
        <translation>Ошибка внутри Backup Doctor: {error}. Можно продолжать работу. Подробности&#xa0;— в файле {log}.</translation>
    </message>
    <message>
        <source>The journal of changes needs your attention: another window is at work, or a file is damaged.</source>
        <translation>Журнал изменений требует внимания: исправление идёт в другом окне или повреждён файл.</translation>
    </message>
    <message>
        <source>This diagnosis could not be kept in the history: {reason} You can still save it on the Summary page.</source>
        <translation>Не удалось сохранить эту диагностику в истории: {reason} Её всё ещё можно сохранить на странице «Итог».</translation>
    </message>
    <message>
        <source>{step} – Backup Doctor for Azure VMs</source>
        <translation>{step}&#xa0;— Backup Doctor для ВМ Azure</translation>
    </message>
    <message>
        <source>{step} – {vm} – Backup Doctor for Azure VMs</source>
        <translation>{step}&#xa0;— {vm}&#xa0;— Backup Doctor для ВМ Azure</translation>
    </message>
    <message>
        <source>The diagnosis could not start</source>
        <translation>Диагностику начать не удалось</translation>
    </message>
    <message>
        <source>&amp;Show…</source>
        <translation>Показат&amp;ь…</translation>
    </message>
    <message>
        <source>Show the unfinished changes</source>
        <translation>Показать незавершённые изменения</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are unfinished: begun, and neither completed nor undone.</source>
        <translation>
            <numerusform>%n&#xa0;изменение не завершено: оно начато, но не доведено до конца и не отменено.</numerusform>
            <numerusform>%n&#xa0;изменения не завершены: они начаты, но не доведены до конца и не отменены.</numerusform>
            <numerusform>%n&#xa0;изменений не завершено: они начаты, но не доведены до конца и не отменены.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>Открыть страницу</translation>
    </message>
    <message>
        <source>Version {version} is out.</source>
        <translation>Вышла версия {version}.</translation>
    </message>
    <message>
        <source>Close while a repair is being carried out?</source>
        <translation>Закрыть программу, пока выполняется исправление?</translation>
    </message>
    <message>
        <source>What Azure has already accepted continues there. Nothing more is sent, and the program does not wait for the result. At the next start, what is left is shown above the pages as unfinished.</source>
        <translation>То, что уже принято в Azure, там и продолжит выполняться. Больше ничего отправлено не будет, и результата программа не дождётся. Оставшееся при следующем запуске будет показано над страницами как незавершённое.</translation>
    </message>
    <message>
        <source>Cl&amp;ose Backup Doctor</source>
        <translation>&amp;Закрыть Backup Doctor</translation>
    </message>
    <message>
        <source>About Backup Doctor</source>
        <translation>О программе Backup Doctor</translation>
    </message>
    <message>
        <source>Backup Doctor for Azure VMs {version}</source>
        <translation>Backup Doctor для ВМ Azure {version}</translation>
    </message>
    <message>
        <source>Finds out why the backup of an Azure virtual machine failed, and shows the evidence.
Licence: MIT
Log: {log}</source>
        <translation>Выясняет, почему не удалось резервное копирование виртуальной машины Azure, и показывает подтверждения.
Лицензия: MIT
Журнал: {log}</translation>
    </message>
    <message>
        <source>Licences of &amp;others…</source>
        <translation>&amp;Лицензии сторонних компонентов…</translation>
    </message>
    <message>
        <source>There is no display: use the command line ({command}), or set DISPLAY.</source>
        <translation>Нет дисплея: воспользуйтесь командной строкой ({command}) или задайте DISPLAY.</translation>
    </message>
</context>
<context>
    <name>WindowsAgent</name>
    <message>
        <source>The Windows VM agent does not answer</source>
        <translation>Агент ВМ в Windows не отвечает</translation>
    </message>
    <message>
        <source>Azure Backup asks the VM agent inside Windows to prepare the snapshot. When its services are stopped, damaged or hang, the request is never answered. Being able to log in by RDP proves nothing: RDP does not need the agent.</source>
        <translation>Azure Backup просит агент ВМ внутри Windows подготовить моментальный снимок. Если службы агента остановлены, повреждены или зависли, ответа не будет. То, что удаётся войти по RDP, ничего не доказывает: RDP работает и без агента.</translation>
    </message>
    <message>
        <source>The VM agent reports to Azure</source>
        <translation>Агент виртуальной машины выходит на связь с Azure</translation>
    </message>
    <message>
        <source>Without a reporting agent Azure Backup cannot ask for an application-consistent snapshot, and no extension can be installed or run.</source>
        <translation>Если агент не выходит на связь, Azure Backup не может запросить снимок, согласованный с приложениями, и ни одно расширение нельзя ни установить, ни запустить.</translation>
    </message>
    <message>
        <source>The VM agent is a supported version</source>
        <translation>Версия агента виртуальной машины поддерживается</translation>
    </message>
    <message>
        <source>Older agents take the snapshot on a path that needs the network of the VM, and Microsoft does not support them.</source>
        <translation>Старые агенты делают моментальный снимок способом, которому нужна сеть ВМ, и Microsoft их не поддерживает.</translation>
    </message>
    <message>
        <source>The VM was created with an agent</source>
        <translation>ВМ создана с агентом</translation>
    </message>
    <message>
        <source>A VM can be created without the agent. Then it has to be installed manually before the first backup.</source>
        <translation>ВМ можно создать и без агента. Тогда его нужно установить вручную до первого резервного копирования.</translation>
    </message>
    <message>
        <source>The agent runs extensions</source>
        <translation>Агент обрабатывает расширения</translation>
    </message>
    <message>
        <source>If all extensions fail or are stuck at once, the agent is at fault: it does not run them. If it is only one, that extension is at fault.</source>
        <translation>Если завершились сбоем или зависли сразу все расширения, дело в агенте: он их не обрабатывает. Если только одно&#xa0;— дело в нём самом.</translation>
    </message>
    <message>
        <source>The agent&apos;s services run and start with Windows</source>
        <translation>Службы агента работают и запускаются вместе с Windows</translation>
    </message>
    <message>
        <source>A service that is not set to Automatic is gone after the next restart, and with it the backups.</source>
        <translation>Служба без автоматического запуска после перезагрузки не поднимется, а с ней пропадёт и резервное копирование.</translation>
    </message>
    <message>
        <source>Not installed: {services}.</source>
        <translation>Не установлено: {services}.</translation>
    </message>
    <message>
        <source>The program is gone from the disk: {services}.</source>
        <translation>На диске нет файла программы: {services}.</translation>
    </message>
    <message>
        <source>Not running: {services}.</source>
        <translation>Не запущено: {services}.</translation>
    </message>
    <message>
        <source>Running, but not set to Automatic: {services}.</source>
        <translation>Запущено, но без автоматического запуска: {services}.</translation>
    </message>
    <message>
        <source>RdAgent and WindowsAzureGuestAgent run and are set to Automatic.</source>
        <translation>RdAgent и WindowsAzureGuestAgent работают и запускаются автоматически.</translation>
    </message>
    <message>
        <source>The services that the agent needs are running</source>
        <translation>Службы, нужные агенту, работают</translation>
    </message>
    <message>
        <source>Without WMI the agent is not installed or updated, and without the services for keys it cannot read its orders.</source>
        <translation>Без WMI агент не установить и не обновить, а без служб, которые хранят ключи, он не может прочитать полученные указания.</translation>
    </message>
    <message>
        <source>Not running: {services}. The agent answers now, but needs them.</source>
        <translation>Не запущено: {services}. Сейчас агент отвечает, но эти службы ему нужны.</translation>
    </message>
    <message>
        <source>The services that the agent needs are running: {services}.</source>
        <translation>Службы, нужные агенту, работают: {services}.</translation>
    </message>
    <message>
        <source>.NET Framework 4.5 or later is installed</source>
        <translation>Установлен .NET Framework 4.5 или новее</translation>
    </message>
    <message>
        <source>The agent and the backup extension talk to Azure through .NET Framework.</source>
        <translation>Агент и расширение резервного копирования связываются с Azure через .NET Framework.</translation>
    </message>
    <message>
        <source>.NET Framework 4.5 or later is missing.</source>
        <translation>.NET Framework 4.5 или новее не установлен.</translation>
    </message>
    <message>
        <source>.NET Framework is recent enough (release {release}).</source>
        <translation>Версия .NET Framework достаточно новая (значение Release: {release}).</translation>
    </message>
    <message>
        <source>The guest&apos;s clock is not ahead</source>
        <translation>Часы гостевой системы не спешат</translation>
    </message>
    <message>
        <source>Azure does not promise backups of a VM whose clock was moved into the future.</source>
        <translation>Azure не гарантирует резервное копирование ВМ, часы которой переведены в будущее.</translation>
    </message>
    <message>
        <source>Restart the agent&apos;s services</source>
        <translation>Перезапустить службы агента</translation>
    </message>
    <message>
        <source>Restarts RdAgent and WindowsAzureGuestAgent a minute later and sets them to Automatic. Helps when one of them is stopped or not set to start.</source>
        <translation>Через минуту перезапускает RdAgent и WindowsAzureGuestAgent и задаёт для них тип запуска Automatic. Помогает, если одна из этих служб остановлена или не настроена на автоматический запуск.</translation>
    </message>
    <message>
        <source>Install the newest agent over this one</source>
        <translation>Установить новейшую версию агента поверх этой</translation>
    </message>
    <message>
        <source>Downloads the newest agent from its releases on GitHub, checks Microsoft&apos;s signature and installs it. Helps when the agent is old or damaged.</source>
        <translation>Скачивает новейшую версию агента из его выпусков на GitHub, проверяет подпись Microsoft и устанавливает. Помогает, если агент устарел или повреждён.</translation>
    </message>
    <message>
        <source>Fetch the agent&apos;s logs</source>
        <translation>Получить журналы агента</translation>
    </message>
    <message>
        <source>Reads the end of the logs of the agent, of its installer and of the backup extension, and saves them on this computer. Nothing is changed.</source>
        <translation>Читает конец журналов агента, его установщика и расширения резервного копирования и сохраняет их на этом компьютере. Ничего не меняется.</translation>
    </message>
    <message>
        <source>Log in by RDP, Azure Bastion or the serial console, open PowerShell as administrator and restart RdAgent and WindowsAzureGuestAgent. Both have to be Running and Automatic afterwards. Do not send this through Run Command: stopping the agent cuts off Run Command itself.</source>
        <translation>Войдите по RDP, через Бастион Azure или последовательную консоль, откройте PowerShell от имени администратора и перезапустите RdAgent и WindowsAzureGuestAgent. После этого у обеих служб должно быть состояние Running и тип запуска Automatic. Не делайте этого через «Выполнение команды» (Run Command): вместе с агентом прервётся и сама команда.</translation>
    </message>
    <message>
        <source>Restart the VM if the services hang</source>
        <translation>Перезапустить ВМ, если службы зависли</translation>
    </message>
    <message>
        <source>A service that stays in Stopping, or a guest nobody can log in to, is freed by a restart. The VM is down for a few minutes.</source>
        <translation>Если служба застряла в состоянии Stopping или в гостевую систему нельзя войти, поможет перезапуск. ВМ будет недоступна несколько минут.</translation>
    </message>
    <message>
        <source>If the services are missing, see whether the agent is installed</source>
        <translation>Если служб нет, проверить, установлен ли агент</translation>
    </message>
    <message>
        <source>Look for “Windows Azure VM Agent” in Programs and Features. An agent that came with the image is not listed there although it is installed; the folder C:\WindowsAzure then shows it.</source>
        <translation>Найдите «Windows Azure VM Agent» в окне «Программы и компоненты». Агента из образа там нет, хотя он установлен; тогда о нём говорит папка C:\WindowsAzure.</translation>
    </message>
    <message>
        <source>Remove a damaged agent</source>
        <translation>Удалить повреждённый агент</translation>
    </message>
    <message>
        <source>If the agent is listed in Programs and Features, uninstall it there. If it is not listed, stop and delete both services and move the agent&apos;s folders aside, so that the installer starts clean. No backup may be running meanwhile.</source>
        <translation>Если агент есть в окне «Программы и компоненты», удалите его там. Если нет, остановите и удалите обе службы и уберите папки агента в сторону, чтобы установщик начал с нуля. Резервное копирование в это время выполняться не должно.</translation>
    </message>
    <message>
        <source>Install the current agent</source>
        <translation>Установить текущую версию агента</translation>
    </message>
    <message>
        <source>Download the newest WindowsAzureVmAgent MSI from the releases of Azure/WindowsVMAgent on GitHub and install it as administrator. The log shows why an installation failed.</source>
        <translation>Скачайте последний WindowsAzureVmAgent (MSI) из выпусков Azure/WindowsVMAgent на GitHub и установите его от имени администратора. Если установка не удалась, причина видна в журнале.</translation>
    </message>
    <message>
        <source>If nobody can log in, install the agent offline</source>
        <translation>Если войти никто не может, установить агент в автономном режиме</translation>
    </message>
    <message>
        <source>Take a snapshot of the OS disk first. Attach a copy of it to a healthy rescue VM, load its SYSTEM hive there as BROKENSYSTEM, and import the keys of the services RdAgent and WindowsAzureGuestAgent, exported on the rescue VM and pointed at BROKENSYSTEM. Copy C:\WindowsAzure\GuestAgent_… of the rescue VM to the attached disk, unload the hive, and swap the OS disk for the repaired copy. The VM is down meanwhile; the snapshot is the way back.</source>
        <translation>Сначала сделайте моментальный снимок диска ОС. Подключите его копию к исправной вспомогательной ВМ, загрузите там его куст SYSTEM под именем BROKENSYSTEM и импортируйте разделы служб RdAgent и WindowsAzureGuestAgent, экспортированные на вспомогательной ВМ и перенаправленные в BROKENSYSTEM. Скопируйте папку C:\WindowsAzure\GuestAgent_… вспомогательной ВМ на подключённый диск, выгрузите куст и замените диск ОС исправленной копией. Всё это время ВМ не работает; вернуться назад позволяет снимок.</translation>
    </message>
    <message>
        <source>Check that the services the agent depends on are running and that the clock is right</source>
        <translation>Убедиться, что службы, от которых зависит агент, работают, а часы идут верно</translation>
    </message>
    <message>
        <source>Winmgmt, KeyIso and CryptSvc have to be Running; start what is not. The programs that the agent&apos;s services start have to be there on the disk. Compare the time shown (UTC) with a clock you trust, and let Windows set it again if it is ahead.</source>
        <translation>Winmgmt, KeyIso и CryptSvc должны быть в состоянии Running; те, что остановлены, запустите. Программы, которые запускаются службами агента, должны быть на диске. Сравните показанное время (UTC) с часами, которым доверяете; если часы ВМ спешат, дайте Windows установить время заново.</translation>
    </message>
    <message>
        <source>Check that .NET Framework 4.5 or later is installed</source>
        <translation>Убедиться, что есть .NET Framework 4.5 или новее</translation>
    </message>
    <message>
        <source>The agent talks to Azure through .NET Framework. The value Release has to be 378389 or higher; if the key is missing, install .NET Framework 4.8.</source>
        <translation>Агент связывается с Azure через .NET Framework. Значение Release должно быть не меньше 378389; если такого раздела в реестре нет, установите .NET Framework 4.8.</translation>
    </message>
    <message>
        <source>Check that the services are listed and running, then back up</source>
        <translation>Убедиться, что службы есть и работают, затем запустить резервное копирование</translation>
    </message>
    <message>
        <source>When both services run, the agent shows as ready in Azure within a few minutes: look again here. Then open the VM in the vault&apos;s backup items and choose Back up now. The command shows which vault protects the VM.</source>
        <translation>Через несколько минут после запуска обеих служб Azure показывает, что агент готов: проверьте здесь ещё раз. Затем откройте ВМ в элементах резервного копирования хранилища и выберите «Архивировать сейчас». Команда показывает, какое хранилище Служб восстановления защищает ВМ.</translation>
    </message>
</context>
<context>
    <name>WindowsEnvironment</name>
    <message>
        <source>Windows lacks what the backup extension needs</source>
        <translation>В Windows нет того, что нужно расширению резервного копирования</translation>
    </message>
    <message>
        <source>The backup extension needs all its own files, TLS 1.2 in .NET, the folder of the machine&apos;s keys, Windows Installer, and unlocked volumes. If hardening or a clean-up has removed one of these, the extension fails even though the agent is ready.</source>
        <translation>Расширению резервного копирования нужны его собственные неповреждённые файлы, TLS 1.2 в .NET, папка ключей компьютера (MachineKeys), Установщик Windows и разблокированные тома. Если после усиления защиты или очистки системы чего-то из этого не стало, расширение завершается сбоем, хотя агент готов.</translation>
    </message>
    <message>
        <source>The extension&apos;s files are complete</source>
        <translation>Файлы расширения целы</translation>
    </message>
    <message>
        <source>The extension registers its VSS provider from iaasvmprovider.dll. Without that file every snapshot of the guest fails.</source>
        <translation>Расширение регистрирует свой поставщик VSS из файла iaasvmprovider.dll. Без этого файла любой моментальный снимок гостевой системы завершается сбоем.</translation>
    </message>
    <message>
        <source>The extension is not installed. That is normal: Azure Backup installs it when it needs it.</source>
        <translation>Расширение не установлено. Это нормально: Azure Backup установит его, когда оно понадобится.</translation>
    </message>
    <message>
        <source>iaasvmprovider.dll is missing from the extension&apos;s folder (version {version}).</source>
        <translation>В папке расширения (версия {version}) нет файла iaasvmprovider.dll.</translation>
    </message>
    <message>
        <source>The extension {version} is there, and its iaasvmprovider.dll has version {library}.</source>
        <translation>Расширение на месте (версия {version}), его файл iaasvmprovider.dll тоже (версия {library}).</translation>
    </message>
    <message>
        <source>.NET uses TLS 1.2</source>
        <translation>.NET использует TLS 1.2</translation>
    </message>
    <message>
        <source>Azure accepts nothing older. .NET on older Windows offers TLS 1.2 only when SchUseStrongCrypto is set to 1.</source>
        <translation>Ничего более старого Azure не принимает. В старых версиях Windows .NET предлагает TLS 1.2, только если значение SchUseStrongCrypto равно 1.</translation>
    </message>
    <message>
        <source>.NET uses TLS 1.2.</source>
        <translation>.NET использует TLS 1.2.</translation>
    </message>
    <message>
        <source>SchUseStrongCrypto is not set to 1 for every .NET Framework, and this Windows needs it for TLS 1.2.</source>
        <translation>Значение SchUseStrongCrypto равно 1 не для каждой версии .NET Framework, а этой Windows оно нужно для TLS 1.2.</translation>
    </message>
    <message>
        <source>The folder MachineKeys has its default permissions</source>
        <translation>У папки MachineKeys разрешения по умолчанию</translation>
    </message>
    <message>
        <source>The extension&apos;s settings are encrypted, and their key is in MachineKeys. If the permissions there are changed, it cannot read its settings.</source>
        <translation>Параметры расширения зашифрованы, а их ключ лежит в MachineKeys. При других разрешениях на эту папку расширение не может прочитать свои параметры.</translation>
    </message>
    <message>
        <source>MachineKeys has its default permissions.</source>
        <translation>У папки MachineKeys разрешения по умолчанию.</translation>
    </message>
    <message>
        <source>The permissions of MachineKeys were changed; by default Everyone may read and write, and Administrators have full control.</source>
        <translation>Разрешения папки MachineKeys изменены; по умолчанию у группы «Все» (Everyone) чтение и запись, у группы «Администраторы» (Administrators) полный доступ.</translation>
    </message>
    <message>
        <source>Windows Installer can be started</source>
        <translation>Установщик Windows можно запустить</translation>
    </message>
    <message>
        <source>The extension installs the Visual C++ redistributable that it needs. Windows starts the installer (msiserver) on demand.</source>
        <translation>Расширение устанавливает нужный ему распространяемый компонент Visual C++. Установщик Windows (msiserver) запускается по требованию.</translation>
    </message>
    <message>
        <source>Windows Installer can be started.</source>
        <translation>Установщик Windows можно запустить.</translation>
    </message>
    <message>
        <source>Windows Installer (msiserver) is disabled.</source>
        <translation>Установщик Windows (msiserver) отключён.</translation>
    </message>
    <message>
        <source>No volume is locked by BitLocker</source>
        <translation>Ни один том не заблокирован BitLocker</translation>
    </message>
    <message>
        <source>VSS cannot take a snapshot of a volume that BitLocker keeps locked.</source>
        <translation>VSS не может сделать моментальный снимок тома, который заблокирован BitLocker.</translation>
    </message>
    <message numerus="yes">
        <source>BitLocker keeps %n volume(s) locked.</source>
        <translation>
            <numerusform>BitLocker блокирует %n&#xa0;том.</numerusform>
            <numerusform>BitLocker блокирует %n&#xa0;тома.</numerusform>
            <numerusform>BitLocker блокирует %n&#xa0;томов.</numerusform>
        </translation>
    </message>
    <message>
        <source>BitLocker keeps no volume locked.</source>
        <translation>Ни один том не заблокирован BitLocker.</translation>
    </message>
    <message>
        <source>Sets SchUseStrongCrypto for every installed .NET Framework. Helps when the extension cannot make a secure connection.</source>
        <translation>Задаёт SchUseStrongCrypto для каждой установленной версии .NET Framework. Помогает, если расширение не может установить защищённое соединение.</translation>
    </message>
    <message>
        <source>Sets the start of msiserver to on demand. Helps when the extension cannot install its runtime.</source>
        <translation>Задаёт для msiserver запуск по требованию. Помогает, если расширение не может установить свою среду выполнения.</translation>
    </message>
    <message>
        <source>Repair the extension&apos;s runtime and its library</source>
        <translation>Исправить среду выполнения расширения и его библиотеку</translation>
    </message>
    <message>
        <source>Log in by RDP or the serial console. If the library is there but cannot be registered, uninstall Visual C++ 2015 (x64), then run vcredist2013_x64 from the newest version&apos;s folder and back up again. If iaasvmprovider.dll is missing, remove the extension in Azure: the next backup installs it whole.</source>
        <translation>Войдите по RDP или через последовательную консоль. Если библиотека на месте, но не регистрируется, удалите Visual C++ 2015 (x64), затем запустите vcredist2013_x64 из папки последней версии расширения и повторите резервное копирование. Если файла iaasvmprovider.dll нет, удалите расширение в Azure: следующее резервное копирование установит его целиком.</translation>
    </message>
    <message>
        <source>Switch TLS 1.2 on for .NET</source>
        <translation>Включить TLS 1.2 для .NET</translation>
    </message>
    <message>
        <source>Set the value for each .NET Framework that is installed, for 64 and for 32 bits, and restart the VM: running programs keep their old settings.</source>
        <translation>Задайте это значение для каждой установленной версии .NET Framework, 64- и 32-разрядной, и перезапустите ВМ: уже запущенные программы продолжают работать с прежними параметрами.</translation>
    </message>
    <message>
        <source>Restore the default permissions of MachineKeys</source>
        <translation>Вернуть папке MachineKeys разрешения по умолчанию</translation>
    </message>
    <message>
        <source>Look at the rights first and keep the output. S-1-1-0 is Everyone and S-1-5-32-544 is Administrators in every language of Windows. Then delete the certificates that “Windows Azure CRP Certificate Generator” issued: the agent fetches new ones.</source>
        <translation>Сначала посмотрите текущие разрешения и сохраните вывод команды. В Windows на любом языке S-1-1-0&#xa0;— группа «Все» (Everyone), S-1-5-32-544&#xa0;— группа «Администраторы» (Administrators). Затем удалите сертификаты, выданные «Windows Azure CRP Certificate Generator»: агент получит новые.</translation>
    </message>
    <message>
        <source>Let Windows Installer start on demand</source>
        <translation>Разрешить Установщику Windows запускаться по требованию</translation>
    </message>
    <message>
        <source>The value Start has to be 3 (on demand). A policy that disabled the service has to be changed too.</source>
        <translation>Значение Start должно быть равно 3 (по требованию). Если службу отключила политика, измените и политику.</translation>
    </message>
    <message>
        <source>Unlock the volumes</source>
        <translation>Разблокировать тома</translation>
    </message>
    <message>
        <source>The first command shows what is locked. Unlock the volume with its recovery key and let it unlock by itself at the next start, or leave its disk out of the backup (Enhanced policy).</source>
        <translation>Первая команда показывает, что заблокировано. Разблокируйте том ключом восстановления и включите для него автоматическую разблокировку при следующем запуске либо исключите его диск из резервного копирования (расширенная политика, Enhanced).</translation>
    </message>
</context>
<context>
    <name>WindowsRepair</name>
    <message>
        <source>Restart the services behind the VSS writers that are not stable</source>
        <translation>Перезапустить службы модулей записи VSS, которые не в стабильном состоянии</translation>
    </message>
    <message>
        <source>The services restart, and what depends on them with them: SQL Server&apos;s writer, search, IIS or others. Ask their users first.</source>
        <translation>Службы перезапустятся, а с ними и всё, что от них зависит: модуль записи SQL Server, поиск, IIS и другие. Сначала согласуйте это с их пользователями.</translation>
    </message>
    <message>
        <source>Active Directory, Exchange, the cluster and the Task Scheduler are never restarted by this; restart the VM for those.</source>
        <translation>Active Directory, Exchange, кластер и Планировщик заданий это исправление никогда не перезапускает; ради них перезапустите ВМ.</translation>
    </message>
    <message>
        <source>If disk space or memory is short, the writers will fail again. Free that first.</source>
        <translation>Если не хватает места на диске или памяти, сбой модулей записи повторится. Сначала освободите то, чего не хватает.</translation>
    </message>
    <message>
        <source>Let the Volume Shadow Copy service start on demand, and restart it</source>
        <translation>Задать для службы «Теневое копирование тома» (VSS) запуск по требованию и перезапустить её</translation>
    </message>
    <message>
        <source>Not needed: starting on demand is how Windows comes.</source>
        <translation>Не требуется: запуск по требованию&#xa0;— исходная настройка Windows.</translation>
    </message>
    <message>
        <source>If another program is taking a snapshot at that moment, that snapshot fails.</source>
        <translation>Если другая программа в этот момент делает моментальный снимок, он завершится сбоем.</translation>
    </message>
    <message>
        <source>Let the COM+ System Application start on demand, and start it</source>
        <translation>Задать для «Системного приложения COM+» (COMSysApp) запуск по требованию и запустить его</translation>
    </message>
    <message>
        <source>Reinstall the Distributed Transaction Coordinator (MSDTC), as Network Service</source>
        <translation>Переустановить службу «Координатор распределённых транзакций» (MSDTC) с учётной записью Network Service</translation>
    </message>
    <message>
        <source>Programs with distributed transactions are interrupted while it is installed, for about half a minute.</source>
        <translation>На время установки, примерно на полминуты, прервётся работа программ с распределёнными транзакциями.</translation>
    </message>
    <message>
        <source>The settings of MSDTC go back to their defaults, such as those that let it be reached over the network.</source>
        <translation>Параметры MSDTC вернутся к значениям по умолчанию, в том числе те, что разрешают доступ к службе по сети.</translation>
    </message>
    <message>
        <source>Cannot be undone. Note the settings of MSDTC first if somebody has changed them.</source>
        <translation>Вернуть как было нельзя. Если параметры MSDTC кто-то менял, сначала запишите их.</translation>
    </message>
    <message>
        <source>Set SnapshotWithoutThreads for the backup extension</source>
        <translation>Задать SnapshotWithoutThreads для расширения резервного копирования</translation>
    </message>
    <message>
        <source>It counts from the next backup on. Undo it when the writers are stable again.</source>
        <translation>Действует начиная со следующего резервного копирования. Когда модули записи снова будут в стабильном состоянии, верните всё как было.</translation>
    </message>
    <message>
        <source>Set SnapshotMethod and CalculateSnapshotTimeFromHost for the backup extension</source>
        <translation>Задать SnapshotMethod и CalculateSnapshotTimeFromHost для расширения резервного копирования</translation>
    </message>
    <message>
        <source>It counts from the next backup on. Undo it when the VM has what it needs.</source>
        <translation>Действует начиная со следующего резервного копирования. Когда ВМ будет хватать ресурсов, верните всё как было.</translation>
    </message>
    <message>
        <source>Set SchUseStrongCrypto for every installed .NET Framework, for 64 and 32 bits</source>
        <translation>Задать SchUseStrongCrypto для каждой установленной версии .NET Framework, 64- и 32-разрядной</translation>
    </message>
    <message>
        <source>Running programs keep their old settings until they restart. The backup extension starts afresh with each backup.</source>
        <translation>Уже запущенные программы до перезапуска работают с прежними параметрами. Расширение резервного копирования запускается заново при каждом резервном копировании.</translation>
    </message>
    <message>
        <source>A program that talks to a server without TLS 1.2 through .NET can no longer do so.</source>
        <translation>Программа, которая через .NET связывается с сервером без поддержки TLS 1.2, больше не сможет этого делать.</translation>
    </message>
    <message>
        <source>Let Windows Installer (msiserver) start on demand</source>
        <translation>Задать для Установщика Windows (msiserver) запуск по требованию</translation>
    </message>
    <message>
        <source>A group policy that disabled the service may disable it again.</source>
        <translation>Групповая политика, которая отключила службу, может отключить её снова.</translation>
    </message>
</context>
<context>
    <name>Wire</name>
    <message>
        <source>The certificate of {host} is not trusted: {reason}</source>
        <translation>Нет доверия к сертификату узла {host}: {reason}</translation>
    </message>
    <message>
        <source>The certificate of {host}, issued by “{issuer}”, is valid only from {moment} on; this computer&apos;s clock says {now}.</source>
        <translation>Сертификат узла {host}, выданный издателем «{issuer}», действует только с&#xa0;{moment}, а часы этого компьютера показывают {now}.</translation>
    </message>
    <message>
        <source>The certificate of {host}, issued by “{issuer}”, expired at {moment}; this computer&apos;s clock says {now}.</source>
        <translation>Срок действия сертификата узла {host}, выданного издателем «{issuer}», истёк {moment}; часы этого компьютера показывают {now}.</translation>
    </message>
    <message>
        <source>The certificate received for {host} is issued for other names: {names}. It is issued by “{issuer}”.</source>
        <translation>Сертификат, полученный вместо сертификата узла {host}, выдан для других имён: {names}. Его издатель&#xa0;— «{issuer}».</translation>
    </message>
    <message>
        <source>The certificate of {host}, issued by “{issuer}”, is not trusted by this computer: {reason}</source>
        <translation>Этот компьютер не доверяет сертификату узла {host}, выданному издателем «{issuer}»: {reason}</translation>
    </message>
    <message>
        <source>If your organisation inspects encrypted traffic, have the root certificate of that issuer put into this computer&apos;s certificate store, where Backup Doctor looks, or name its file in SSL_CERT_FILE. If nobody knows the issuer, do not sign in on this network.</source>
        <translation>Если в вашей организации проверяется зашифрованный трафик, попросите добавить корневой сертификат этого издателя в хранилище доверенных сертификатов этого компьютера, которым пользуется Backup Doctor, или укажите файл сертификата в SSL_CERT_FILE. Если этого издателя никто не знает, не входите из этой сети.</translation>
    </message>
    <message>
        <source>Correct this computer&apos;s clock. If it is already correct, whoever issued the certificate has to renew it: a device on the way, or the host.</source>
        <translation>Установите на этом компьютере точное время. Если часы идут верно, сертификат нужно обновить там, откуда он получен: на устройстве, стоящем на пути, или на самом узле.</translation>
    </message>
    <message>
        <source>A sign-in page of the network, a wrong entry in DNS or in the hosts file, or a device on the way answers in its place. Find out which.</source>
        <translation>Вместо этого узла отвечает страница входа в сеть, устройство на пути или другой узел, на который указывает неверная запись в DNS либо в файле hosts. Выясните, что именно.</translation>
    </message>
    <message>
        <source>The proxy that is set ({setting}) uses SOCKS. Backup Doctor needs an HTTP proxy: name one in HTTPS_PROXY.</source>
        <translation>Заданный прокси-сервер ({setting}) работает по протоколу SOCKS. Backup Doctor работает только с прокси-сервером HTTP: укажите его в HTTPS_PROXY.</translation>
    </message>
    <message>
        <source>The proxy that is set ({setting}) has no usable address. It looks like http://proxy.example.com:8080.</source>
        <translation>Адрес заданного прокси-сервера ({setting}) непригоден. Правильный адрес выглядит так: http://proxy.example.com:8080.</translation>
    </message>
    <message>
        <source>The proxy {proxy}, which {setting} names, does not answer: {reason}</source>
        <translation>Прокси-сервер {proxy}, заданный в переменной среды {setting}, не отвечает: {reason}</translation>
    </message>
    <message>
        <source>The proxy {proxy}, from this computer&apos;s settings, does not answer: {reason}</source>
        <translation>Прокси-сервер {proxy}, заданный в параметрах этого компьютера, не отвечает: {reason}</translation>
    </message>
    <message>
        <source>The proxy {proxy} could not reach {host} ({answer}).</source>
        <translation>Прокси-серверу {proxy} недоступен узел {host} ({answer}).</translation>
    </message>
    <message>
        <source>The proxy {proxy} does not allow connections to {host} ({answer}).</source>
        <translation>Прокси-сервер {proxy} не пропускает к узлу {host} ({answer}).</translation>
    </message>
    <message>
        <source>{problem} {help}</source>
        <translation>{problem} {help}</translation>
    </message>
    <message>
        <source>The proxy {proxy} accepts no password, only {schemes}, which Backup Doctor does not support.</source>
        <translation>Прокси-сервер {proxy} не принимает пароль. Способы входа, которые он принимает, Backup Doctor не поддерживает: {schemes}.</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not accept the user name and the password that were given.</source>
        <translation>Прокси-сервер {proxy} не принял указанные имя пользователя и пароль.</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and a password.</source>
        <translation>Прокси-сервер {proxy} запрашивает имя пользователя и пароль.</translation>
    </message>
    <message>
        <source>Give user name and password in the window (Sign in to the proxy), or in the variable that names the proxy: HTTPS_PROXY=http://user:password@proxy:port.</source>
        <translation>Укажите имя пользователя и пароль в окне («Вход на прокси-сервер») или в переменной, которой задан прокси-сервер: HTTPS_PROXY=http://user:password@proxy:port.</translation>
    </message>
    <message>
        <source>Run a small proxy on this computer that signs in for you, such as Px or Cntlm, and name it in HTTPS_PROXY; or have the proxy&apos;s administrators let {hosts} through without a sign-in.</source>
        <translation>Запустите на этом компьютере небольшой прокси-сервер, который входит за вас, например Px или Cntlm, и укажите его в HTTPS_PROXY; либо попросите администраторов прокси-сервера пропускать {hosts} без входа.</translation>
    </message>
    <message>
        <source>What answers for {host} does not use encryption. Are the port and the beginning of the address (https:// or http://) right?</source>
        <translation>Ответ от имени узла {host} пришёл незашифрованным. Верно ли указаны порт и начало адреса (https:// или http://)?</translation>
    </message>
    <message>
        <source>The encrypted connection to {host} could not be made: {reason}. A firewall or a proxy on the way may have cut it.</source>
        <translation>Не удалось установить зашифрованное соединение с узлом {host}: {reason}. Возможно, его разорвал брандмауэр или прокси-сервер на пути.</translation>
    </message>
    <message>
        <source>there is no certificate in it</source>
        <translation>в нём нет ни одного сертификата</translation>
    </message>
    <message>
        <source>The certificates in {file}, which {setting} names, cannot be read: {reason}</source>
        <translation>Не удалось прочитать сертификаты из файла {file}, заданного в&#xa0;{setting}: {reason}</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>This code has no cause that can be checked from outside.</source>
        <translation>У этого кода нет причин, которые можно проверить снаружи.</translation>
    </message>
    <message>
        <source>Nothing could be checked, so no cause is known.</source>
        <translation>Проверить ничего не удалось, поэтому причина неизвестна.</translation>
    </message>
    <message>
        <source>No cause found, but not everything could be checked.</source>
        <translation>Причина не найдена, но проверить удалось не всё.</translation>
    </message>
    <message>
        <source>No cause found from outside. What can only be seen inside the guest was not checked.</source>
        <translation>Снаружи причина не найдена. То, что видно только изнутри, не проверялось.</translation>
    </message>
    <message>
        <source>No cause found: everything that was checked is in order.</source>
        <translation>Причина не найдена; всё, что проверено, в порядке.</translation>
    </message>
    <message>
        <source>Cause found: “{cause}”.</source>
        <translation>Найдена причина&#xa0;— «{cause}».</translation>
    </message>
    <message>
        <source>Suspected cause: “{cause}”.</source>
        <translation>Предполагаемая причина&#xa0;— «{cause}».</translation>
    </message>
    <message>
        <source>Put right: “{cause}”. No backup has completed since.</source>
        <translation>Устранено: «{cause}». С тех пор ни одно резервное копирование не завершено.</translation>
    </message>
    <message>
        <source>Put right: “{cause}”. How the backup ended that was asked for since is not known yet.</source>
        <translation>Устранено: «{cause}». Чем завершилось запрошенное после этого резервное копирование, пока неизвестно.</translation>
    </message>
    <message>
        <source>“{cause}” is ruled out now, but the backup that was started since has failed.</source>
        <translation>Причина «{cause}» теперь исключена, но запущенное после этого резервное копирование завершилось сбоем.</translation>
    </message>
    <message>
        <source>Fixed: “{cause}” is ruled out now, and a backup has completed since.</source>
        <translation>Исправлено: причина «{cause}» теперь исключена, и резервное копирование после этого завершено.</translation>
    </message>
</context>
</TS>
