using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>Compiles one message of a profile against the readings of its kind.</summary>
internal sealed class MessageBuilder(IProfiledKind kind, IReadOnlyDictionary<string, string> settings, List<ProfileError> errors)
{
    private static readonly Dictionary<string, MessageForm> Forms = new()
    {
        ["json"] = MessageForm.Json,
        ["text"] = MessageForm.Text,
        ["bytes"] = MessageForm.Bytes,
        ["decoded"] = MessageForm.Decoded,
    };

    internal ProfileMessage? Build(MessageSource source)
    {
        var isTopic = source.Topics.Count > 0;
        var form = isTopic ? MessageForm.Json : MessageForm.Bytes;
        if (source.From is { } from && (!Forms.TryGetValue(from.Text, out form)
            || isTopic != form is MessageForm.Json or MessageForm.Text && form != MessageForm.Text))
        {
            errors.Add(from.Error(isTopic ? "a message on a topic is read from: json or text"
                : "an uplink is read from: bytes, text, or decoded (JSON that a codec or the network server made)"));
            return null;
        }
        var (words, tags) = (new TextWords(), TagsOf(source));
        var members = form is MessageForm.Json or MessageForm.Decoded
            ? new JsonMembers(words, source.Within.Select(one => one.Text)) : null;
        var environment = Environment(form, words, members, tags);
        var before = errors.Count;
        var message = new ProfileMessage(form)
        {
            Ports = [.. source.Ports.Select(Port).OfType<int>()],
            Words = words,
            Members = members,
            Tags = tags,
            When = Condition(source.When, environment),
            Online = Condition(source.Online, environment),
            Gives = [.. source.Gives.Select(gives => Reading(gives, environment)).OfType<ProfileReading>()],
        };
        if (message.Gives.Length == 0 && message.Online is null && errors.Count == before)
            errors.Add(source.Place.Error("the message gives nothing: 'gives:' has readings, 'online:' says whether it is there"));
        return message;
    }

    internal ProfileFound? Build(FoundSource source)
    {
        var (words, before) = (new TextWords(), errors.Count);
        var members = new JsonMembers(words, []);
        var environment = Environment(MessageForm.Json, words, members, null);
        var message = new ProfileMessage(MessageForm.Json)
        {
            Words = words,
            Members = members,
            When = Condition(source.When, environment),
            Gives = [],
        };
        var device = source.Device is null ? null : Expression(source.Device, environment);
        var product = source.Product is null ? null : Expression(source.Product, environment);
        return errors.Count == before ? new(source, message, device, product) : null;
    }

    private CelProgram? Expression(SourceText text, CelEnvironment environment)
    {
        try
        {
            return CelProgram.Compile(text.Text, environment);
        }
        catch (CelException wrong)
        {
            errors.AddRange(text.Errors(wrong));
            return null;
        }
    }

    private CelEnvironment Environment(MessageForm form, TextWords words, JsonMembers? members, PayloadTags? tags)
    {
        IEnumerable<CelVariable> variables = ProfileSettings.Variables(settings, frame => In(frame).Settings!);
        if (form != MessageForm.Json)
            variables = variables.Append(new("port", CelType.Double, frame => CelValue.Of((double)In(frame).Port)));
        if (form == MessageForm.Text)
            variables = variables.Append(new("payload", CelType.String, frame => In(frame).Members[0]));
        return new(variables)
        {
            NumbersAreReal = true,
            RefusesNonsense = true,
            Texts = words.Add,
            Unlisted = members is null ? null : name => Member(name, members),
            Hooks = form == MessageForm.Bytes ? PayloadFunctions.Hooks(tags)
                : form == MessageForm.Text ? new Dictionary<string, CelHook> { ["between"] = TextFunctions.Between }
                : new Dictionary<string, CelHook>(),
        };
    }

    private static CelVariable? Member(string name, JsonMembers members)
    {
        const string payload = "payload.";
        if (!name.StartsWith(payload, StringComparison.Ordinal))
            return null;
        var place = members.PlaceOf(name[payload.Length..]);
        return new(name, CelType.Dyn, frame => In(frame).Members[place]);
    }

    private CelProgram? Condition(SourceText? text, CelEnvironment environment)
    {
        if (text is null)
            return null;
        try
        {
            return CelProgram.Condition(text.Text, environment);
        }
        catch (CelException wrong)
        {
            errors.AddRange(text.Errors(wrong));
            return null;
        }
    }

    private ProfileReading? Reading(GivesSource gives, CelEnvironment environment)
    {
        if (kind.Readings.FirstOrDefault(one => one.Name == gives.Reading.Text) is not { } shape)
        {
            errors.Add(gives.Reading.Error($"'{kind.Name}' has no reading '{gives.Reading}'"
                + ProfileWords.Suggest(gives.Reading.Text, kind.Readings.Select(one => one.Name))));
            return null;
        }
        var values = gives.Values.Select(one => Value(shape, one.Name, one.Value, environment)).OfType<(int, CelProgram)>().ToArray();
        return new(shape, Condition(gives.When, environment), values);
    }

    private (int Field, CelProgram Value)? Value(ReadingShape shape, SourceText name, SourceText text, CelEnvironment environment)
    {
        var index = shape.Fields.ToList().FindIndex(one => one.Name == name.Text);
        if (index < 0)
        {
            errors.Add(name.Error($"'{shape.Name}' has no value '{name}'"
                + ProfileWords.Suggest(name.Text, shape.Fields.Select(one => one.Name))));
            return null;
        }
        try
        {
            var program = CelProgram.Compile(text.Text, environment);
            var (field, wanted) = (shape.Fields[index], TypeOf(shape.Fields[index]));
            if (program.Type.Fits(wanted) || program.Type == CelType.Null)
                return (index, program);
            errors.Add(text.Error($"{field.Name} is a {field.Type.ToString().ToLowerInvariant()}; this is a {program.Type}"));
        }
        catch (CelException wrong)
        {
            errors.AddRange(text.Errors(wrong));
        }
        return null;
    }

    private PayloadTags? TagsOf(MessageSource source)
    {
        if (source.Tags is not { } tags)
            return null;
        var lengths = new Dictionary<int, int>();
        foreach (var (tag, length) in tags.Lengths)
            if (!int.TryParse(tag.Text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
                || tag.Text.Length != 2 * tags.TagBytes)
                errors.Add(tag.Error($"'{tag}' is no tag of {tags.TagBytes} byte(s): {2 * tags.TagBytes} hexadecimal digits in quotes"));
            else if (!FiniteNumber.TryParseWhole(length.Text, out var bytes) || bytes is < 0 or > 255)
                errors.Add(length.Error($"'{length}' is no length: bytes, 0 to 255"));
            else
                lengths[number] = bytes;
        if ((tags.LengthBytes > 0) == (tags.Lengths.Count > 0))
            errors.Add(source.Place.Error(
                "tags: either 'length_bytes' says how many bytes a length has, or 'lengths' has one for each tag"));
        return new(tags, lengths);
    }

    private int? Port(SourceText text)
    {
        if (FiniteNumber.TryParseWhole(text.Text, out var port) && port is >= 1 and <= 255)
            return port;
        errors.Add(text.Error($"'{text}' is no port: 1 to 255"));
        return null;
    }

    private static CelType TypeOf(ReadingField field) => field.Type switch
    {
        ReadingFieldType.Number => CelType.Double,
        ReadingFieldType.Flag => CelType.Bool,
        _ => CelType.String,
    };

    private static ProfileFrame In(CelFrame frame) => (ProfileFrame)frame.Subject!;
}
