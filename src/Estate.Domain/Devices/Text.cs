namespace Estate.Domain.Devices;

/// <summary>Words for people, in Chinese and English.</summary>
public readonly record struct Text(string Zh, string En)
{
    public static Text Same(string text) => new(text, text);

    /// <summary>Several things, such as all that is wrong, as one sentence.</summary>
    public static Text Joined(IEnumerable<Text> texts)
    {
        var all = texts.ToList();
        return new(string.Join("；", all.Select(one => one.Zh)), string.Join("; ", all.Select(one => one.En)));
    }

    /// <summary>Of an exception that says it in both languages: <c>不是日期 / is not a date</c>; anything else is the same in both.</summary>
    public static Text Both(string message) => message.Split(" / ", 2) is [var zh, var en] ? new(zh, en) : Same(message);
}
