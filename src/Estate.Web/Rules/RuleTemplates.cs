namespace Estate.Web.Rules;

/// <summary>The rules that estates ask for most, as forms. Everything else is written as text.</summary>
internal static class RuleTemplates
{
    private static readonly TemplateField Severity = TemplateField.Choice(
        "severity", new("级别", "Severity"), ("medium", new("中", "medium")), ("low", new("低", "low")), ("high", new("高", "high")));

    internal static IReadOnlyList<RuleTemplate> All { get; } =
    [
        new("bin-full", new("垃圾桶快满了", "A bin is nearly full"),
            """
            rules:
              - id: «id»
                on: bin
                when: value.fill >= «level»
                clear: value.fill < «clear»
                for: «minutes»m
                severity: «severity»
                title: {zh: 垃圾桶快满了, en: A bin is nearly full}
                text: {zh: "{device.name} {tag.category} {value.fill * 100.0}%", en: "{device.name} {tag.category} {value.fill * 100.0}%"}

            """,
            TemplateField.Id("bin-full"), TemplateField.Percent("level", new("装到百分之几时报警", "Alert when it is so full, in per cent"), 85),
            TemplateField.Percent("clear", new("降到百分之几以下算正常", "Over when it is below, in per cent"), 70),
            TemplateField.Number("minutes", new("持续多少分钟才算", "For how many minutes"), 5, 1, 720), Severity),
        new("station-hot", new("垃圾站温度高", "A station is hot"),
            """
            rules:
              - id: «id»
                on: station
                when: value.temp_c >= «degrees».0
                for: «minutes»m
                severity: «severity»
                title: {zh: 垃圾站温度高, en: A station is hot}
                text: {zh: "{device.name} {value.temp_c} °C，请查看", en: "{device.name} is at {value.temp_c} °C; please look"}

            """,
            TemplateField.Id("station-hot"), TemplateField.Number("degrees", new("多少摄氏度", "From how many degrees Celsius"), 45, 20, 90),
            TemplateField.Number("minutes", new("持续多少分钟才算", "For how many minutes"), 5, 1, 720), Severity),
        new("charged-not-fetched", new("充满后长时间未拔", "Full for long and still plugged in"),
            """
            rules:
              - id: «id»
                on: [session_started, session_updated, session_ended]
                by: [socket]
                when: fact.type == 'session_updated' && fact.phase == 'suspended_ev'
                for: «hours»h
                severity: «severity»
                title: {zh: 充满后长时间未拔, en: Full for long and still plugged in}
                text: {zh: "{device.name} 插座 {fact.socket} 充满后还没拔", en: "{device.name} socket {fact.socket} is full and still plugged in"}

            """,
            TemplateField.Id("charged-not-fetched"),
            TemplateField.Number("hours", new("充满多少小时后", "How many hours after it was full"), 2, 1, 24),
            Severity),
        new("gate-open", new("大门长时间未关", "The gate has been held open"),
            """
            rules:
              - id: «id»
                on: door_alarm_changed
                devices: [gate]
                by: [alarm]
                when: fact.alarm == 'door_open_too_long' && fact.is_active
                for: «minutes»m
                severity: «severity»
                title: {zh: 大门长时间未关, en: The gate has been held open}
                text: {zh: "{device.name} 长时间没有关上，请派人查看", en: "{device.name} has not been shut for long; please send somebody"}

            """,
            TemplateField.Id("gate-open"), TemplateField.Number("minutes", new("多少分钟没有关上", "For how many minutes"), 5, 1, 240), Severity),
        new("zone-silent", new("一个区域的车位传感器失联", "Sensors of a zone are silent"),
            """
            rules:
              - id: «id»
                on: parking
                when: value.unknown >= «bays».0
                for: «minutes»m
                severity: «severity»
                title: {zh: 一个区域的车位传感器失联, en: Sensors of a zone are silent}
                text: {zh: "{tag.zone} 区 {value.unknown} 个车位情况不明", en: "Zone {tag.zone}: nothing is known of {value.unknown} bays"}

            """,
            TemplateField.Id("zone-silent-bays"), TemplateField.Number("bays", new("至少多少个车位", "At least so many bays"), 5, 1, 500),
            TemplateField.Number("minutes", new("持续多少分钟才算", "For how many minutes"), 10, 1, 720), Severity),
        new("lift-out", new("电梯长时间停用", "A lift has been out of service"),
            """
            rules:
              - id: «id»
                on: lift_mode_changed
                when: fact.mode == 'out_of_service'
                for: «hours»h
                severity: «severity»
                title: {zh: 电梯长时间停用, en: A lift has been out of service}
                text: {zh: "{device.name} 停用很久了，请催维保单位", en: "{device.name} has been out of service for long; please call the firm"}

            """,
            TemplateField.Id("lift-out"), TemplateField.Number("hours", new("停用多少小时后", "After how many hours"), 4, 1, 72), Severity),
    ];

    internal static RuleTemplate? Find(string? key) => All.FirstOrDefault(one => one.Key == key);

    /// <summary>Which template a text is of, with what stands in its blanks; null: of none.</summary>
    internal static RuleForm? Read(string text) =>
        All.Select(template => template.Read(text) is { } values ? new RuleForm(template, values) : null)
            .FirstOrDefault(form => form is not null);
}
