<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>Agent</name>
    <message>
        <source>The VM is {power}. Azure backs it up as it lies on disk (crash-consistent), without the agent.</source>
        <translation>ВМ в состоянии {power}. В резервную копию диски попадут как есть (согласованность на момент сбоя), агент для этого не нужен.</translation>
    </message>
    <message>
        <source>The VM is changing state ({power}). Look again in a minute.</source>
        <translation>Состояние ВМ меняется ({power}). Повторите проверку через минуту.</translation>
    </message>
    <message>
        <source>The guest has been shut down from inside, so its agent cannot answer; the agent is not to blame.</source>
        <translation>Гостевую систему выключили изнутри, поэтому агент не отвечает; сам агент не виноват.</translation>
    </message>
    <message>
        <source>Azure shows the agent in the state {code}, which says neither that it is ready nor that it is silent.</source>
        <translation>Azure показывает состояние агента {code}: из него не следует ни готовность агента, ни его молчание.</translation>
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
        <source>The agent says it is ready, but Azure does not say when it last reported.</source>
        <translation>Агент сообщает о готовности, но Azure не показывает, когда он в последний раз выходил на связь.</translation>
    </message>
    <message>
        <source>Azure still shows the agent as ready, but it last reported {age} ago ({moment}): it hangs.</source>
        <translation>Azure всё ещё показывает, что агент готов, но в последний раз он выходил на связь {age} назад ({moment}): агент завис.</translation>
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
        <source>The guest has been shut down from inside; its agent&apos;s version cannot be seen now.</source>
        <translation>Гостевую систему выключили изнутри; версию её агента сейчас не узнать.</translation>
    </message>
    <message>
        <source>A silent agent reports no version.</source>
        <translation>Агент не отвечает и не сообщает свою версию.</translation>
    </message>
    <message>
        <source>Agent {version} is older than {minimum}, the oldest supported one.</source>
        <translation>Версия агента {version} ниже минимальной поддерживаемой ({minimum}).</translation>
    </message>
    <message>
        <source>Agent {version} is supported ({minimum} or later).</source>
        <translation>Версия агента {version} поддерживается (минимальная&#xa0;— {minimum}).</translation>
    </message>
</context>
<context>
    <name>Azure</name>
    <message>
        <source>The session is read-only: {method} {path} was not sent.</source>
        <translation>Сеанс только для чтения: запрос {method} {path} не отправлен.</translation>
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
        <source>Azure answered with an error of its own, {status} {code}: {words}</source>
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
        <source>Azure forbids this ({code}): {words}</source>
        <translation>Azure запрещает этот запрос ({code}): {words}</translation>
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
        <source>The script inside the VM did not end within {limit}. It only reads; Run Command may still be busy with it.</source>
        <translation>Скрипт внутри ВМ не завершился за&#xa0;{limit}. Он только читает; возможно, «Выполнение команды» (Run Command) всё ещё занято им.</translation>
    </message>
    <message>
        <source>Azure names a rule access this program does not know: {access}.</source>
        <translation>Azure называет действие правила, неизвестное этой программе: {access}.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copy this message</source>
        <translation>Скопировать это сообщение</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Скрыть</translation>
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
        <source>Sign in</source>
        <translation>Войти</translation>
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
        <source>for {elapsed}</source>
        <translation>уже&#xa0;{elapsed}</translation>
    </message>
    <message>
        <source>{done} of {total} · {elapsed}</source>
        <translation>{done} из&#xa0;{total} · уже&#xa0;{elapsed}</translation>
    </message>
</context>
<context>
    <name>CausePage</name>
    <message>
        <source>Checks</source>
        <translation>Проверки</translation>
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
        <source>&amp;Learn more in Microsoft’s documentation</source>
        <translation>Подробн&amp;ее в документации Microsoft</translation>
    </message>
    <message>
        <source>This cause does not apply to this machine. Press Next.</source>
        <translation>К этой машине эта причина неприменима. Нажмите «Далее».</translation>
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
        <source>how to sign in; token: from BACKUP_DOCTOR_TOKEN or --token-file</source>
        <translation>способ входа; token&#xa0;— маркер из BACKUP_DOCTOR_TOKEN или --token-file</translation>
    </message>
    <message>
        <source>a file that holds the access token</source>
        <translation>файл с маркером доступа</translation>
    </message>
    <message>
        <source>the tenant&apos;s id; a token of another tenant is refused</source>
        <translation>идентификатор клиента Entra; маркер другого клиента не принимается</translation>
    </message>
    <message>
        <source>public, usgov, china, or the address of another ARM endpoint</source>
        <translation>public, usgov, china или адрес другой конечной точки ARM</translation>
    </message>
    <message>
        <source>the address of an ARM endpoint; goes before --cloud</source>
        <translation>адрес конечной точки ARM; важнее, чем --cloud</translation>
    </message>
    <message>
        <source>--demo has a sign-in of its own: leave out --arm, --cloud, --tenant and --token-file.</source>
        <translation>У --demo собственный вход: уберите --arm, --cloud, --tenant и --token-file.</translation>
    </message>
    <message>
        <source>The access token belongs to tenant {found}, not to {wanted}. Get a token for the tenant you want.</source>
        <translation>Маркер доступа выдан для клиента Entra {found}, а не для&#xa0;{wanted}. Получите маркер для нужного клиента.</translation>
    </message>
    <message>
        <source>There is no access token: set BACKUP_DOCTOR_TOKEN or name a file with --token-file.</source>
        <translation>Нет маркера доступа: задайте BACKUP_DOCTOR_TOKEN или укажите файл в --token-file.</translation>
    </message>
    <message>
        <source>{file} is not a text file.</source>
        <translation>Файл {file} не текстовый.</translation>
    </message>
    <message>
        <source>The token file {file} cannot be read: {reason}</source>
        <translation>Не удалось прочитать файл маркера {file}: {reason}</translation>
    </message>
    <message>
        <source>“{given}” contains no error code this version knows. Known codes: {codes}.</source>
        <translation>В тексте «{given}» нет кода ошибки, известного этой версии. Известные коды: {codes}.</translation>
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
        <source>Port {port} cannot be used: {reason}</source>
        <translation>Порт {port} использовать нельзя: {reason}</translation>
    </message>
    <message>
        <source>Finds out why an Azure VM&apos;s backup failed. Without a command it opens the window.</source>
        <translation>Выясняет, почему не удалось резервное копирование ВМ Azure. Без команды открывает окно.</translation>
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
        <source>examine one VM</source>
        <translation>проверить одну ВМ</translation>
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
        <source>see that this installation is complete</source>
        <translation>проверить, что программа установлена полностью</translation>
    </message>
    <message>
        <source>the VM&apos;s resource id</source>
        <translation>идентификатор ресурса ВМ</translation>
    </message>
    <message>
        <source>the error code, or any text that contains one; without it, that of the last failed job</source>
        <translation>код ошибки или любой текст с ним; если не указан, берётся код последнего задания со сбоем</translation>
    </message>
    <message>
        <source>look inside the VM too, with a read-only script through Run Command</source>
        <translation>проверить и внутри ВМ: скриптом только для чтения через «Выполнение команды» (Run Command)</translation>
    </message>
    <message>
        <source>form of the result</source>
        <translation>формат результата</translation>
    </message>
    <message>
        <source>write the result to a file</source>
        <translation>записать результат в файл</translation>
    </message>
    <message>
        <source>write a PDF summary too</source>
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
        <source>milliseconds every answer takes</source>
        <translation>задержка каждого ответа в миллисекундах</translation>
    </message>
    <message>
        <source>a fault to play, KIND:PATHPART[:TIMES], such as 403:locks or 429/30:restorePoint:2</source>
        <translation>неисправность, которую нужно разыграть: KIND:PATHPART[:TIMES], например 403:locks или 429/30:restorePoint:2</translation>
    </message>
    <message>
        <source>language of the result</source>
        <translation>язык результата</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}</source>
        <translation>Не удалось прочитать {file}: {reason}</translation>
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
        <source>Value</source>
        <translation>Значение</translation>
    </message>
    <message>
        <source>{moment} ({utc} UTC)</source>
        <translation>{moment} ({utc} по UTC)</translation>
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
        <source>A failed or stuck extension cannot take the snapshot. Azure Backup installs it anew when it has been removed.</source>
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
        <source>{extension} is installed and works.</source>
        <translation>Расширение {extension} установлено и работает.</translation>
    </message>
    <message>
        <source>{extension} was last seen as {state}, but its agent is silent, so this may be old news.</source>
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
        <source>The VM accepts extensions</source>
        <translation>Расширения на ВМ разрешены</translation>
    </message>
    <message>
        <source>With allowExtensionOperations switched off Azure installs no extension at all on this VM, Azure Backup&apos;s included.</source>
        <translation>Если параметр allowExtensionOperations выключен, Azure не устанавливает на эту ВМ никаких расширений, в том числе расширение Azure Backup.</translation>
    </message>
    <message>
        <source>This VM was made from a specialised disk and has no such switch.</source>
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
        <source>If extensions are switched off, allow them</source>
        <translation>Если расширения отключены, разрешить их</translation>
    </message>
    <message>
        <source>Somebody has switched extensions off for this VM. The command switches them on again; it changes nothing else.</source>
        <translation>Кто-то отключил расширения для этой ВМ. Команда снова разрешает их и больше ничего не меняет.</translation>
    </message>
    <message>
        <source>Remove the backup extension so that it is installed anew</source>
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
        <source>The next backup, scheduled or on demand, installs the extension again. Do not install it by hand: only Azure Backup knows its settings. The command shows which vault protects the VM.</source>
        <translation>Следующее резервное копирование, по расписанию или по запросу, установит расширение снова. Не устанавливайте его вручную: его параметры знает только Azure Backup. Команда показывает, какое хранилище Служб восстановления защищает ВМ.</translation>
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
    <name>Flow</name>
    <message>
        <source>Not looked: cancelled.</source>
        <translation>Не проверено: отменено.</translation>
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
</context>
<context>
    <name>Guest</name>
    <message>
        <source>The script inside the VM gave no readable answer.</source>
        <translation>Скрипт внутри ВМ не дал читаемого ответа.</translation>
    </message>
    <message>
        <source>Not looked: this can only be seen inside the VM, and looking inside was not chosen.</source>
        <translation>Не проверялось: это видно только внутри ВМ, а проверка внутри ВМ не выбрана.</translation>
    </message>
    <message>
        <source>Could not look inside: the only way leads through the agent, and it is silent. Use the serial console.</source>
        <translation>Проверить внутри ВМ не удалось: единственный путь ведёт через агент, а он не отвечает. Воспользуйтесь последовательной консолью.</translation>
    </message>
    <message>
        <source>Could not look inside: the agent hangs, and Run Command would hang with it. Restart the agent or the VM first.</source>
        <translation>Заглянуть внутрь ВМ не удалось: агент завис, и «Выполнение команды» (Run Command) зависнет вместе с ним. Сначала перезапустите агент или ВМ.</translation>
    </message>
    <message>
        <source>The script inside the VM could not find this out.</source>
        <translation>Скрипту внутри ВМ не удалось это выяснить.</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Like the system</source>
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
        <source>Backup Doctor for Azure VMs</source>
        <translation>Backup Doctor для ВМ Azure</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>Вход не выполнен</translation>
    </message>
    <message>
        <source>Signed in with an access token</source>
        <translation>Вход по маркеру доступа</translation>
    </message>
    <message>
        <source>{tenant} · {cloud}</source>
        <translation>{tenant} · {cloud}</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Только чтение</translation>
    </message>
    <message>
        <source>This version only reads. It changes nothing in Azure.</source>
        <translation>Эта версия только читает и ничего не меняет в Azure.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Цветовая тема</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>Открыть папку журнала</translation>
    </message>
    <message>
        <source>About Backup Doctor</source>
        <translation>О программе Backup Doctor</translation>
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
        <source>What would be run inside the VM</source>
        <translation>Что запускается внутри ВМ</translation>
    </message>
</context>
<context>
    <name>Lab</name>
    <message>
        <source>“{spec}” is not a fault. A fault is KIND:PATHPART or KIND:PATHPART:TIMES, where KIND is an HTTP status from 400 to 599, 429/SECONDS, reset, html, broken or slow/SECONDS.</source>
        <translation>«{spec}»&#xa0;— не описание неисправности. Неисправность задаётся как KIND:PATHPART или KIND:PATHPART:TIMES, где KIND&#xa0;— состояние HTTP от 400 до 599, 429/SECONDS, reset, html, broken или slow/SECONDS.</translation>
    </message>
    <message>
        <source>The lab has no scenario “{name}”. It has: {known}.</source>
        <extracomment>{known} is a list of names, separated by commas.</extracomment>
        <translation>В демонстрационной среде нет сценария «{name}». Есть такие: {known}.</translation>
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
        <source>The agent may run extensions</source>
        <translation>Агенту разрешено запускать расширения</translation>
    </message>
    <message>
        <source>With Extensions.Enabled=n in /etc/waagent.conf, or with /var/lib mounted noexec, the agent looks healthy and yet cannot run Azure Backup&apos;s extension.</source>
        <translation>Если в /etc/waagent.conf указано Extensions.Enabled=n или каталог /var/lib смонтирован с noexec, агент выглядит исправным, но запустить расширение Azure Backup не может.</translation>
    </message>
    <message>
        <source>Extensions are switched off in the agent&apos;s configuration (Extensions.Enabled).</source>
        <translation>Расширения отключены в конфигурации агента (Extensions.Enabled).</translation>
    </message>
    <message>
        <source>/var/lib/waagent is mounted noexec: no extension can be run from there.</source>
        <translation>Каталог /var/lib/waagent смонтирован с noexec: запустить оттуда расширение нельзя.</translation>
    </message>
    <message>
        <source>Extensions are enabled, and /var/lib/waagent may run programs.</source>
        <translation>Расширения включены, запуск программ из /var/lib/waagent разрешён.</translation>
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
        <source>See that the agent is running, and restart it if not</source>
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
        <source>The service of the package restarts the agent after a crash (Restart=always); see that nobody has changed it. In /etc/waagent.conf AutoUpdate.UpdateToLatestVersion (older agents: AutoUpdate.Enabled) has to be y, and Extensions.Enabled too: with extensions switched off the agent looks healthy and backups fail all the same.</source>
        <translation>Служба из пакета перезапускает агент после аварийного завершения (Restart=always); убедитесь, что этого никто не изменил. В /etc/waagent.conf параметр AutoUpdate.UpdateToLatestVersion (в старых агентах AutoUpdate.Enabled) должен быть равен y, как и Extensions.Enabled: если расширения отключены, агент выглядит исправным, а резервное копирование всё равно завершается сбоем.</translation>
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
    <name>Lock</name>
    <message>
        <source>A lock keeps Azure Backup from deleting old restore points</source>
        <translation>Блокировка не даёт Azure Backup удалять старые точки восстановления</translation>
    </message>
    <message>
        <source>Azure Backup keeps a VM&apos;s instant restore points in a resource group of its own (AzureBackupRG_…) and deletes the old ones. A lock on that group, or one inherited from the subscription, forbids the deletion; when 18 points have gathered, every new backup fails. A lock on the VM&apos;s own group does no harm unless the restore points lie there too.</source>
        <translation>Azure Backup хранит точки мгновенного восстановления ВМ в отдельной группе ресурсов (AzureBackupRG_…) и удаляет старые. Блокировка этой группы или блокировка, унаследованная от подписки, запрещает удаление; когда накопится 18&#xa0;точек, каждое новое резервное копирование будет завершаться сбоем. Блокировка группы самой ВМ не мешает, если только точки восстановления не лежат в ней же.</translation>
    </message>
    <message>
        <source>This VM has unmanaged disks, for which there are no restore point collections.</source>
        <translation>У этой ВМ неуправляемые диски, для них коллекций точек восстановления не бывает.</translation>
    </message>
    <message>
        <source>No lock holds on the VM&apos;s restore points</source>
        <translation>На точки восстановления ВМ не действует ни одна блокировка</translation>
    </message>
    <message>
        <source>Locks are inherited: one on the subscription holds on every group below it. CanNotDelete forbids the clean-up, ReadOnly forbids new restore points as well.</source>
        <translation>Блокировки наследуются: блокировка подписки действует на все её группы. CanNotDelete запрещает очистку, ReadOnly&#xa0;— ещё и создание новых точек восстановления.</translation>
    </message>
    <message numerus="yes">
        <source>%n lock(s) keep Azure Backup from cleaning up: {names}. Restore points: {total}; the limit is 18.</source>
        <translation>
            <numerusform>%n&#xa0;блокировка не даёт Azure Backup удалять старые точки восстановления: {names}. Сейчас точек {total} при пределе 18.</numerusform>
            <numerusform>%n&#xa0;блокировки не дают Azure Backup удалять старые точки восстановления: {names}. Сейчас точек {total} при пределе 18.</numerusform>
            <numerusform>%n&#xa0;блокировок не дают Azure Backup удалять старые точки восстановления: {names}. Сейчас точек {total} при пределе 18.</numerusform>
        </translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the subscription keeps Azure Backup from cleaning up. Restore points: {total}; the limit is 18.</source>
        <translation>Блокировка подписки {lock} ({level}) не даёт Azure Backup удалять старые точки восстановления. Сейчас их {total} при пределе 18.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the collection itself, in {group}, keeps Azure Backup from cleaning up. Restore points: {total}; the limit is 18.</source>
        <translation>Блокировка {lock} ({level}) самой коллекции в группе {group} не даёт Azure Backup удалять старые точки восстановления. Сейчас их {total} при пределе 18.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on resource group {group} keeps Azure Backup from cleaning up. Restore points: {total}; the limit is 18.</source>
        <translation>Блокировка {lock} ({level}) группы ресурсов {group} не даёт Azure Backup удалять старые точки восстановления. Сейчас их {total} при пределе 18.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the VM&apos;s own group does not concern backups: the restore points lie elsewhere. It may forbid repairs of the VM.</source>
        <translation>Блокировка {lock} ({level}) группы самой ВМ резервному копированию не мешает: точки восстановления лежат в другом месте. Но она может помешать исправлениям на ВМ.</translation>
    </message>
    <message>
        <source>No lock on the subscription; the VM has no restore points yet.</source>
        <translation>На подписке блокировок нет; точек восстановления у ВМ пока нет.</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) on the subscription holds on all restore points, but these could not be read: {reason}</source>
        <translation>Блокировка подписки {lock} ({level}) действует на все точки восстановления, но сами они недоступны для чтения: {reason}</translation>
    </message>
    <message>
        <source>Lock {lock} ({level}) will hold on this VM&apos;s restore points as soon as there are any; today there are none.</source>
        <translation>Блокировка {lock} ({level}) будет действовать на точки восстановления этой ВМ, как только они появятся; сейчас их нет.</translation>
    </message>
    <message>
        <source>No lock on the subscription, on the restore points or on their group.</source>
        <translation>Блокировок нет ни на подписке, ни на точках восстановления, ни на их группе.</translation>
    </message>
    <message>
        <source>There is room for new restore points</source>
        <translation>Для новых точек восстановления есть место</translation>
    </message>
    <message>
        <source>When 18 instant restore points have gathered, Azure refuses another, and the backup fails.</source>
        <translation>Когда накопится 18&#xa0;точек мгновенного восстановления, ещё одну Azure не создаст, и резервное копирование завершится сбоем.</translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s) of at most 18.</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления из 18&#xa0;возможных.</numerusform>
            <numerusform>%n&#xa0;точки восстановления из 18&#xa0;возможных.</numerusform>
            <numerusform>%n&#xa0;точек восстановления из 18&#xa0;возможных.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restore point(s): with the Standard policy that is the limit (18); only the Enhanced policy keeps more.</source>
        <translation>
            <numerusform>%n&#xa0;точка восстановления: для стандартной политики (Standard) это предел (18); больше хранит только расширенная (Enhanced).</numerusform>
            <numerusform>%n&#xa0;точки восстановления: для стандартной политики (Standard) это предел (18); больше хранит только расширенная (Enhanced).</numerusform>
            <numerusform>%n&#xa0;точек восстановления: для стандартной политики (Standard) это предел (18); больше хранит только расширенная (Enhanced).</numerusform>
        </translation>
    </message>
    <message>
        <source>No restore point collection is stuck</source>
        <translation>Ни одна коллекция точек восстановления не зависла</translation>
    </message>
    <message>
        <source>A collection that is being deleted or has failed is left over from a clean-up that was refused.</source>
        <translation>Коллекция, которая удаляется или завершилась сбоем, осталась от очистки, которую не дали выполнить.</translation>
    </message>
    <message>
        <source>{collection} in {group} is in the state {state}.</source>
        <translation>Коллекция {collection} в группе {group} находится в состоянии {state}.</translation>
    </message>
    <message>
        <source>The VM has no restore point collection yet.</source>
        <translation>Коллекции точек восстановления у ВМ пока нет.</translation>
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
        <source>Find the lock that holds on the restore points</source>
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
        <source>Owner or User Access Administrator is needed for this; Contributor is not enough. A lock that the subscription hands down is best replaced by locks on its resource groups, all but that of the restore points.</source>
        <translation>Для этого нужна роль «Владелец» (Owner) или «Администратор доступа пользователей» (User Access Administrator); роли «Участник» (Contributor) недостаточно. Блокировку, унаследованную от подписки, лучше заменить блокировками её групп ресурсов, всех, кроме группы точек восстановления.</translation>
    </message>
    <message>
        <source>Back up on demand; the first run is expected to fail</source>
        <translation>Запустить резервное копирование по запросу; первый запуск ожидаемо завершится сбоем</translation>
    </message>
    <message>
        <source>Choose Back up now in the vault. The first run fails and sets off the clean-up, which takes some hours; after that backups succeed. The command shows which vault protects the VM.</source>
        <translation>Выберите в хранилище «Архивировать сейчас». Первый запуск завершится сбоем и начнёт очистку, которая занимает несколько часов; после неё резервное копирование снова будет проходить. Команда показывает, какое хранилище Служб восстановления защищает ВМ.</translation>
    </message>
    <message>
        <source>Only if that does not help: delete the restore point collection</source>
        <translation>Только если это не помогло: удалить коллекцию точек восстановления</translation>
    </message>
    <message>
        <source>This loses the instant restore points for good; copies already in the vault stay. No backup job may be running. A large collection may need two or three tries, and a disk restore point somebody still reads has to be released first. The next backup creates the collection anew.</source>
        <translation>Точки мгновенного восстановления будут потеряны безвозвратно; копии, которые уже в хранилище, останутся. Задания резервного копирования в это время выполняться не должны. Большая коллекция иногда удаляется лишь со второй или третьей попытки, а точку восстановления диска, которую кто-то ещё читает, нужно сначала освободить. Следующее резервное копирование создаст коллекцию заново.</translation>
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
    <name>Network</name>
    <message>
        <source>The VM&apos;s network keeps it from Azure Storage</source>
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
        <source>The VM is {power}: the snapshot of its disks needs no network.</source>
        <translation>ВМ в состоянии {power}: для моментального снимка её дисков сеть не нужна.</translation>
    </message>
    <message>
        <source>Azure shows no network interface for this VM.</source>
        <translation>Azure не показывает у этой ВМ ни одного сетевого интерфейса.</translation>
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
        <source>By the configured rules, {nic} may reach Azure Storage on TCP 443.</source>
        <translation>Настроенные правила пропускают {nic} к службе хранилища Azure по TCP&#xa0;443.</translation>
    </message>
    <message>
        <source>Rule {rule} (priority {priority}) of {nsg} concerns a part of Azure Storage&apos;s addresses only, so the outcome cannot be proven. {reason}</source>
        <translation>Правило {rule} (приоритет {priority}) группы {nsg} касается лишь части адресов службы хранилища Azure, поэтому итог доказать нельзя. {reason}</translation>
    </message>
    <message>
        <source>Rule {rule} (priority {priority}) of {nsg} denies Azure Storage on TCP 443. {reason}</source>
        <translation>Правило {rule} (приоритет {priority}) группы {nsg} запрещает доступ к службе хранилища Azure по TCP&#xa0;443. {reason}</translation>
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
        <source>The route for {prefix} sends a part of the Internet&apos;s addresses to {hop}; Azure Storage may be among them. {reason}</source>
        <translation>У маршрута {prefix} для части адресов Интернета следующий прыжок {hop}; среди этих адресов может быть и служба хранилища Azure. {reason}</translation>
    </message>
    <message>
        <source>By the configured routes, the traffic leaves through {hop}.</source>
        <translation>По настроенным маршрутам следующий прыжок для этого трафика&#xa0;— {hop}.</translation>
    </message>
    <message>
        <source>The route for {prefix} has next hop None: the traffic is dropped. {reason}</source>
        <translation>У маршрута {prefix} следующий прыжок None: трафик отбрасывается. {reason}</translation>
    </message>
    <message>
        <source>The route for {prefix} leads to {hop}; whether Azure Storage is reached is decided there. {reason}</source>
        <translation>У маршрута {prefix} следующий прыжок {hop}; доступна ли служба хранилища Azure, решается там. {reason}</translation>
    </message>
    <message>
        <source>The VM may use Azure&apos;s name resolution</source>
        <translation>ВМ может пользоваться разрешением имён Azure</translation>
    </message>
    <message>
        <source>Ordinary Deny rules do not touch the services of the Azure host (168.63.129.16); only rules with the tags AzurePlatformDNS, AzurePlatformIMDS and AzurePlatformLKM do. A Deny for AzurePlatformDNS leaves the VM without names.</source>
        <translation>Обычные правила Deny не затрагивают службы узла Azure (168.63.129.16); на них действуют только правила с тегами AzurePlatformDNS, AzurePlatformIMDS и AzurePlatformLKM. Deny для AzurePlatformDNS оставляет ВМ без разрешения имён.</translation>
    </message>
    <message>
        <source>No rule keeps {nic} from Azure&apos;s name resolution.</source>
        <translation>Ни одно правило не закрывает для&#xa0;{nic} разрешение имён Azure.</translation>
    </message>
    <message>
        <source>Rule {rule} (priority {priority}) of {nsg} denies AzurePlatformDNS: unless the VM has its own DNS servers, it cannot resolve names.</source>
        <translation>Правило {rule} (приоритет {priority}) группы {nsg} запрещает AzurePlatformDNS: если у ВМ нет собственных DNS-серверов, разрешать имена она не может.</translation>
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
        <source>From inside the VM, 168.63.129.16 is not reached on TCP {ports}.</source>
        <translation>Изнутри ВМ адрес 168.63.129.16 недоступен по TCP&#xa0;{ports}.</translation>
    </message>
    <message>
        <source>From inside the VM, 168.63.129.16 is reached on TCP 80 and 32526.</source>
        <translation>Изнутри ВМ адрес 168.63.129.16 доступен по TCP&#xa0;80 и 32526.</translation>
    </message>
    <message>
        <source>Test the way to the Azure host from inside the VM</source>
        <translation>Проверить путь к узлу Azure изнутри ВМ</translation>
    </message>
    <message>
        <source>The agent needs the host address 168.63.129.16 on TCP 80 and 32526. No network security group or route stands in this way, but a firewall, a proxy or a wrong route inside the guest can. On Linux test as root: the agent&apos;s own firewall rules let nobody else through.</source>
        <translation>Агенту нужен узел Azure: адрес 168.63.129.16, TCP&#xa0;80 и 32526. Группы безопасности сети и маршруты этому не мешают, а вот брандмауэр, прокси-сервер или неверный маршрут внутри гостевой системы могут. В Linux проверяйте от имени root: собственные правила брандмауэра агента больше никого не пропускают.</translation>
    </message>
    <message>
        <source>Keep proxies and the guest firewall off the Azure host</source>
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
</context>
<context>
    <name>NextSteps</name>
    <message>
        <source>Read what could not be looked at, put it right, and check again: {cause}</source>
        <translation>Посмотрите, что не удалось проверить, устраните помеху и проверьте ещё раз: {cause}</translation>
    </message>
    <message>
        <source>What only the guest knows was not looked at: under Symptom choose “Look inside the VM” and start again.</source>
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
        <source>Check again, then run the backup once more.</source>
        <translation>Проверьте ещё раз, затем повторите резервное копирование.</translation>
    </message>
    <message>
        <source>Run the backup once more.</source>
        <translation>Повторите резервное копирование.</translation>
    </message>
</context>
<context>
    <name>NotLooked</name>
    <message>
        <source>“{check}”: {reason}</source>
        <translation>«{check}». {reason}</translation>
    </message>
    <message>
        <source>“{check}”: {reason} Missing permission: {action} at {scope}</source>
        <translation>«{check}». {reason} Недостающее разрешение: {action} в области {scope}</translation>
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
        <source>Check</source>
        <translation>Проверка</translation>
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
    <message>
        <source>Nothing: every check that applies to this VM and was asked for could be made.</source>
        <translation>Таких нет: все проверки, которые применимы к этой ВМ и были запрошены, выполнены.</translation>
    </message>
    <message>
        <source>No permission is known to be missing.</source>
        <translation>Недостающих разрешений не выявлено.</translation>
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
        <source>None. The session was read-only.</source>
        <translation>Нет. Сеанс был только для чтения.</translation>
    </message>
    <message>
        <source>Repeat this diagnosis</source>
        <translation>Как повторить эту диагностику</translation>
    </message>
    <message>
        <source>This command makes the same checks again. It changes nothing.</source>
        <translation>Эта команда выполняет те же проверки ещё раз. Она ничего не меняет.</translation>
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
    <message>
        <source>not known</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Программа</translation>
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
        <source>Environment</source>
        <translation>Среда</translation>
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
        <translation>Глоссарий</translation>
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
        <source>Result</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>No cause found, but not everything could be checked</source>
        <translation>Причина не найдена, но проверить удалось не всё</translation>
    </message>
    <message>
        <source>The checks that could be made found no fault. The cause may lie behind the checks that could not be made.</source>
        <translation>Выполненные проверки неисправностей не нашли. Причина может скрываться за проверками, которые выполнить не удалось.</translation>
    </message>
    <message>
        <source>No cause found</source>
        <translation>Причина не найдена</translation>
    </message>
    <message>
        <source>No check that was made found a fault. The failure may have been temporary, or have a cause not known here.</source>
        <translation>Ни одна из выполненных проверок не нашла неисправности. Сбой мог быть временным или иметь причину, которая здесь неизвестна.</translation>
    </message>
    <message>
        <source>The signs point to this cause, but do not prove it.</source>
        <translation>Признаки указывают на эту причину, но не доказывают её.</translation>
    </message>
    <message>
        <source>Some checks could not be made.</source>
        <translation>Некоторые проверки выполнить не удалось.</translation>
    </message>
    <message>
        <source>Nothing was left open.</source>
        <translation>Неясностей не осталось.</translation>
    </message>
    <message>
        <source>Also confirmed: {causes}.</source>
        <extracomment>{causes} is a list of titles of causes</extracomment>
        <translation>Также подтверждено: {causes}.</translation>
    </message>
    <message>
        <source>Also suspected: {causes}.</source>
        <extracomment>{causes} is a list of titles of causes</extracomment>
        <translation>Также под подозрением: {causes}.</translation>
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
        <source>Repeat the diagnosis, then back up again</source>
        <translation>Повторить диагностику, затем резервное копирование</translation>
    </message>
    <message>
        <source>The command is under “Repeat this diagnosis”. When this cause is ruled out, start a backup from the vault.</source>
        <translation>Команда приведена в разделе «Как повторить эту диагностику». Когда эта причина будет исключена, запустите резервное копирование из хранилища.</translation>
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
        <source>Attach this document: it shows what was checked, and the request ids by which Azure&apos;s support finds the answers.</source>
        <translation>Приложите этот документ: из него видно, что проверено, а по идентификаторам запросов поддержка Azure найдёт ответы.</translation>
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
        <source>Export &amp;PDF…</source>
        <translation>Со&amp;хранить PDF…</translation>
    </message>
    <message>
        <source>Save &amp;JSON…</source>
        <translation>Сохр&amp;анить JSON…</translation>
    </message>
    <message>
        <source>Text for a ticket</source>
        <translation>Текст для заявки</translation>
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
        <source>The access token expired at {moment}. Get a new one and sign in again.</source>
        <translation>Срок действия маркера доступа истёк {moment}. Получите новый и войдите снова.</translation>
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
        <source>Backup Doctor reads what Azure knows about your virtual machines and their backups. It changes nothing.</source>
        <translation>Backup Doctor только читает то, что Azure знает о ваших виртуальных машинах и их резервном копировании, и ничего не меняет.</translation>
    </message>
    <message>
        <source>Demo tenant</source>
        <translation>Демонстрационная среда</translation>
    </message>
    <message>
        <source>A small Azure that runs inside this program. Its virtual machines fail to back up in known ways, so you can see every page at work. No account is needed and nothing leaves this computer.</source>
        <translation>Небольшая модель Azure внутри этой программы. Резервное копирование её виртуальных машин завершается сбоем по известным причинам, так что каждую страницу можно увидеть в деле. Учётная запись не нужна, и с этого компьютера ничего не уходит.</translation>
    </message>
    <message>
        <source>&amp;Explore the demo tenant</source>
        <translation>&amp;Открыть демонстрационную среду</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Маркер доступа</translation>
    </message>
    <message>
        <source>Your own tenant, with a token you already have. It stays in memory and is never stored. Reader rights are enough.</source>
        <translation>Ваш собственный клиент Entra и маркер, который у вас уже есть. Маркер остаётся в памяти и нигде не сохраняется. Достаточно роли «Читатель» (Reader).</translation>
    </message>
    <message>
        <source>C&amp;loud</source>
        <translation>О&amp;блако</translation>
    </message>
    <message>
        <source>Endpoint &amp;URL</source>
        <translation>URL &amp;конечной точки</translation>
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
        <source>Paste the token</source>
        <translation>Вставить маркер</translation>
    </message>
    <message>
        <source>The Azure CLI prints one:</source>
        <translation>Маркер можно получить в Azure CLI:</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;Войти</translation>
    </message>
    <message>
        <source>The sign-in did not work</source>
        <translation>Войти не удалось</translation>
    </message>
    <message>
        <source>Sign &amp;out</source>
        <translation>В&amp;ыйти</translation>
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
        <source>Signed in as {user}. Tenant: {tenant}. In sight: {count}.</source>
        <translation>Вы вошли как {user}. Клиент Entra: {tenant}. Видно: {count}.</translation>
    </message>
    <message>
        <source>Signed in. Tenant: {tenant}. In sight: {count}.</source>
        <translation>Вход выполнен. Клиент Entra: {tenant}. Видно: {count}.</translation>
    </message>
</context>
<context>
    <name>Snapshot</name>
    <message>
        <source>The VM is not in a state in which a snapshot can be taken</source>
        <translation>ВМ в состоянии, в котором нельзя сделать моментальный снимок</translation>
    </message>
    <message>
        <source>A backup stands and falls with a snapshot of the VM&apos;s disks. It cannot be taken, or its status is never heard of, while Azure has a wrong picture of the VM&apos;s state, while the VM is stuck in provisioning, or while the guest has lost the Azure host.</source>
        <translation>Без моментального снимка дисков ВМ резервной копии не будет. Сделать снимок или узнать его состояние нельзя, пока Azure неверно видит состояние ВМ, пока ВМ застряла в подготовке или пока гостевая система не связана с узлом Azure.</translation>
    </message>
    <message>
        <source>The VM runs or is properly off</source>
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
        <source>The VM&apos;s last change in Azure succeeded</source>
        <translation>Последнее изменение ВМ в Azure прошло без сбоя</translation>
    </message>
    <message>
        <source>A VM in the failed provisioning state is refused by Azure Backup even when it runs well. Mostly an extension has failed, or a change of the VM was not completed.</source>
        <translation>Если состояние подготовки ВМ&#xa0;— Failed, Azure Backup отказывает в резервном копировании, даже когда сама машина работает исправно. Чаще всего завершилось сбоем какое-то расширение или не доведено до конца изменение ВМ.</translation>
    </message>
    <message>
        <source>The provisioning state is Succeeded.</source>
        <translation>Состояние подготовки&#xa0;— Succeeded.</translation>
    </message>
    <message>
        <source>The provisioning state is Failed, with the error {code}.</source>
        <translation>Состояние подготовки&#xa0;— Failed, ошибка {code}.</translation>
    </message>
    <message>
        <source>The provisioning state is Failed. The VM&apos;s activity log names the change that failed.</source>
        <translation>Состояние подготовки&#xa0;— Failed. Какое изменение завершилось сбоем, видно в журнале действий ВМ.</translation>
    </message>
    <message>
        <source>Azure is still changing the VM ({state}); a backup has to wait for that.</source>
        <translation>Azure ещё изменяет ВМ ({state}); резервное копирование должно этого дождаться.</translation>
    </message>
    <message>
        <source>Azure names a provisioning state this program does not know: {state}.</source>
        <translation>Неизвестное этой программе состояние подготовки: {state}.</translation>
    </message>
    <message>
        <source>The VM is really in the state Azure shows</source>
        <translation>Azure показывает действительное состояние ВМ</translation>
    </message>
    <message>
        <source>When a VM is shut down from inside, for example over RDP, Azure may go on showing it as running. Azure Backup then waits for a guest that is not there.</source>
        <translation>Если выключить ВМ изнутри, например через RDP, Azure может и дальше показывать, что она работает. Azure Backup тогда ждёт ответа гостевой системы, которой нет.</translation>
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
        <source>Resource Health agrees that the VM is up, although its agent is silent.</source>
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
        <source>The guest takes its address from Azure</source>
        <translation>Гостевая система получает адрес от Azure</translation>
    </message>
    <message>
        <source>With a hand-typed address on its only interface, Windows does not hear of the Azure host (DHCP option 245), and no extension can be loaded or run.</source>
        <translation>Если на единственном интерфейсе адрес задан вручную, Windows не узнаёт об узле Azure (параметр DHCP&#xa0;245), и ни одно расширение не загрузить и не запустить.</translation>
    </message>
    <message>
        <source>On Linux the agent also finds the host by its known address.</source>
        <translation>В Linux агент находит узел и по его известному адресу.</translation>
    </message>
    <message>
        <source>The guest uses DHCP.</source>
        <translation>Гостевая система использует DHCP.</translation>
    </message>
    <message>
        <source>The interface has several addresses; static settings in the guest are right for that.</source>
        <translation>У интерфейса несколько адресов; тогда статические параметры в гостевой системе&#xa0;— норма.</translation>
    </message>
    <message>
        <source>The guest has a hand-typed address on an interface with one address; DHCP has to be on.</source>
        <translation>В гостевой системе адрес задан вручную, хотя у интерфейса он один; DHCP должен быть включён.</translation>
    </message>
    <message>
        <source>All VSS writers are stable</source>
        <translation>Все модули записи VSS стабильны</translation>
    </message>
    <message>
        <source>Windows prepares its programs for the snapshot through VSS writers; one that is not stable makes the application-consistent snapshot fail.</source>
        <translation>Windows готовит программы к моментальному снимку через модули записи VSS; если хотя бы один нестабилен, снимок, согласованный с приложениями, сделать не удастся.</translation>
    </message>
    <message>
        <source>Linux has no VSS writers.</source>
        <translation>В Linux модулей записи VSS нет.</translation>
    </message>
    <message numerus="yes">
        <source>%n VSS writer(s) are not stable.</source>
        <translation>
            <numerusform>%n&#xa0;модуль записи VSS нестабилен.</numerusform>
            <numerusform>%n&#xa0;модуля записи VSS нестабильны.</numerusform>
            <numerusform>%n&#xa0;модулей записи VSS нестабильны.</numerusform>
        </translation>
    </message>
    <message>
        <source>All VSS writers are stable.</source>
        <translation>Все модули записи VSS стабильны.</translation>
    </message>
    <message>
        <source>Shut the VM down properly, then start it</source>
        <translation>Правильно остановить ВМ, затем запустить её</translation>
    </message>
    <message>
        <source>If Azure shows a VM as running that has been shut down inside, stop it in the portal or by command, so that both agree. Deallocating drops the temporary disk and a dynamic public address. Until it is needed again it may stay off: stopped VMs are backed up too.</source>
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
        <source>Bring a VM out of the failed provisioning state</source>
        <translation>Вывести ВМ из состояния подготовки Failed</translation>
    </message>
    <message>
        <source>Find the extension that failed, repair or remove it, then have Azure apply the VM&apos;s model again. Reapply does not restart a healthy VM.</source>
        <translation>Найдите расширение, которое завершилось сбоем, исправьте или удалите его, затем пусть Azure применит модель ВМ повторно. Повторное применение (reapply) не перезапускает исправную ВМ.</translation>
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
    <name>Summary</name>
    <message>
        <source>No cause found</source>
        <translation>Причина не найдена</translation>
    </message>
    <message>
        <source>Nothing found, but not everything could be looked at</source>
        <translation>Ничего не найдено, но проверить удалось не всё</translation>
    </message>
    <message>
        <source>Suspected cause: {cause}</source>
        <translation>Предполагаемая причина: {cause}</translation>
    </message>
    <message>
        <source>Root cause: {cause}</source>
        <translation>Основная причина: {cause}</translation>
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
        <source>Still looking…</source>
        <translation>Проверка ещё идёт…</translation>
    </message>
    <message>
        <source>Export PDF</source>
        <translation>Сохранение PDF</translation>
    </message>
    <message>
        <source>Save JSON</source>
        <translation>Сохранение JSON</translation>
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
        <source>The list below says what is missing. Put that right and check again before you rely on this result.</source>
        <translation>Чего не хватает, показывает список ниже. Исправьте это и проверьте ещё раз, прежде чем полагаться на этот итог.</translation>
    </message>
    <message>
        <source>No check that was made found a fault. Run the backup again; if it fails with another code, start anew with that code.</source>
        <translation>Ни одна из выполненных проверок не нашла неисправности. Повторите резервное копирование; если сбой произойдёт с другим кодом, начните заново с этим кодом.</translation>
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
        <source>An error code, a message from the portal, a mail or a JSON error</source>
        <translation>Код ошибки, сообщение портала, письмо или ошибка в формате JSON</translation>
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
        <source>Reading the backup jobs of this machine…</source>
        <translation>Читаются задания резервного копирования этой машины…</translation>
    </message>
    <message>
        <source>Not known.</source>
        <translation>Неизвестно.</translation>
    </message>
    <message>
        <source>Azure knows of no failed backup job of this machine.</source>
        <translation>По данным Azure, заданий резервного копирования со сбоем у этой машины нет.</translation>
    </message>
    <message>
        <source>The message of the last failed job names no code that Backup Doctor knows.</source>
        <translation>В сообщении последнего задания со сбоем нет кода, известного Backup Doctor.</translation>
    </message>
    <message>
        <source>Recognised: {code}. {message}</source>
        <translation>Распознано: {code}. {message}</translation>
    </message>
    <message>
        <source>No known error code or message in this text. Paste the code from the backup job, such as UserErrorGuestAgentStatusUnavailable, or the whole message in English or Russian; or choose “I have no code”.</source>
        <translation>В этом тексте нет известного кода ошибки или сообщения. Вставьте код из задания резервного копирования, например UserErrorGuestAgentStatusUnavailable, или всё сообщение на английском или русском языке либо выберите «Кода нет».</translation>
    </message>
    <message numerus="yes">
        <source>%n cause(s), all at once. The first one confirmed is the likeliest.</source>
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
</context>
<context>
    <name>Ticket</name>
    <message>
        <source>Made by Backup Doctor {version}.</source>
        <translation>Создано программой Backup Doctor {version}.</translation>
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
</context>
<context>
    <name>VmPage</name>
    <message>
        <source>Virtual machine</source>
        <translation>Виртуальная машина</translation>
    </message>
    <message>
        <source>Choose the machine whose backup failed. Failing backups come first.</source>
        <translation>Выберите машину, резервное копирование которой не удалось. Машины со сбоем стоят первыми.</translation>
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
        <source>&amp;Read again</source>
        <translation>&amp;Обновить список</translation>
    </message>
    <message>
        <source>{vm} in resource group {group} is not in the list. Press Next to go on with it all the same.</source>
        <translation>Машины {vm} (группа ресурсов {group}) нет в списке. Чтобы всё равно продолжить с ней, нажмите «Далее».</translation>
    </message>
    <message>
        <source>The list could not be read to its end</source>
        <translation>Не удалось прочитать список до конца</translation>
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
        <source>The first machines appear as soon as Azure answers.</source>
        <translation>Первые машины появятся, как только ответит Azure.</translation>
    </message>
    <message>
        <source>Reading the virtual machines…</source>
        <translation>Загружается список виртуальных машин…</translation>
    </message>
    <message>
        <source>The account may lack the Reader role. You can also paste the resource id of a machine above.</source>
        <translation>Возможно, у учётной записи нет роли «Читатель» (Reader). Можно также вставить выше идентификатор ресурса машины.</translation>
    </message>
    <message>
        <source>This account sees no virtual machines</source>
        <translation>Эта учётная запись не видит ни одной виртуальной машины</translation>
    </message>
    <message>
        <source>The message above says why. You can also paste the resource id of a machine above.</source>
        <translation>Почему&#xa0;— сказано в сообщении выше. Можно также вставить выше идентификатор ресурса машины.</translation>
    </message>
    <message>
        <source>There is no list</source>
        <translation>Списка нет</translation>
    </message>
    <message>
        <source>No machine matches “{text}”</source>
        <translation>По запросу «{text}» ничего не найдено</translation>
    </message>
    <message>
        <source>The filter looks into every column.</source>
        <translation>Фильтр ищет во всех столбцах.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Сбросить фильтр</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Обновить список</translation>
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
        <source>{status}, {when}</source>
        <translation>{status}, {when}</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Something went wrong inside Backup Doctor: {error}. You can go on working. The details are in {log}.</source>
        <translation>Ошибка внутри Backup Doctor: {error}. Можно продолжать работу. Подробности&#xa0;— в файле {log}.</translation>
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
        <source>The agent&apos;s services run and start with Windows</source>
        <translation>Службы агента работают и запускаются вместе с Windows</translation>
    </message>
    <message>
        <source>A service that is not set to Automatic is gone after the next restart, and with it the backups.</source>
        <translation>Служба без автоматического запуска после перезагрузки не поднимется, а с ней пропадёт и резервное копирование.</translation>
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
        <source>Restart the agent&apos;s services</source>
        <translation>Перезапустить службы агента</translation>
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
        <source>A service that stays in Stopping, or a guest nobody can log in to, is freed by a restart. The VM is down for some minutes.</source>
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
        <source>See that .NET Framework 4.5 or later is there</source>
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
    <name>Words</name>
    <message>
        <source>No cause found, but not everything could be looked at.</source>
        <translation>Причина не найдена, но проверить удалось не всё.</translation>
    </message>
    <message>
        <source>No cause found: everything that was looked at is in order.</source>
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
</context>
</TS>
