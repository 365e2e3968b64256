using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>Compiles a profile's orders against those of its kind.</summary>
internal sealed class OrderBuilder(
    ProfileSource source, IProfiledKind kind, IReadOnlyDictionary<string, string> settings, List<ProfileError> errors)
{
    private readonly IReadOnlyList<OrderShape> _shapes = (kind as IOrderedKind)?.Orders ?? [];

    internal IReadOnlyDictionary<string, ProfileOrder> Build()
    {
        foreach (var needed in _shapes.Where(one => one.IsNeeded))
            CheckNeeded(needed);
        CheckTimeLimit();
        return source.Orders.Select(one => (one.Name.Text, Order: Order(one))).Where(one => one.Order is not null)
            .ToDictionary(one => one.Text, one => one.Order!);
    }

    private ProfileOrder? Order(OrderSource order)
    {
        if (_shapes.FirstOrDefault(one => one.Name == order.Name.Text) is not { } shape)
        {
            errors.Add(order.Name.Error(_shapes.Count == 0 ? $"'{kind.Name}' is only read; it has no orders"
                : $"'{kind.Name}' has no order '{order.Name}'"
                    + ProfileWords.Suggest(order.Name.Text, _shapes.Select(one => one.Name))));
            return null;
        }
        var environment = new CelEnvironment(
            ProfileOrder.Variables(shape).Concat(ProfileSettings.Variables(settings, ProfileOrder.SettingsOf)))
        { NumbersAreReal = true, RefusesNonsense = true };
        CheckPlace(order);
        return new(
            order.Topic?.Text,
            [.. order.Payload.Select(piece => (piece.Plain, Compile(piece.Expression, environment), piece.Style))]);
    }

    private void CheckPlace(OrderSource order)
    {
        if (source.Mqtt is { } mqtt && order.Topic is { } topic && mqtt.Listens.All(one => !Covers(one.Text, topic.Text)))
            errors.Add(topic.Error($"'{topic}' is not among mqtt.listens: {string.Join(", ", mqtt.Listens)}"));
        else if ((source.Mqtt is null) != (order.Topic is null))
            errors.Add(order.Name.Error(source.Mqtt is null
                ? "an order of a radio device has no topic, but data: for its maker's codec"
                : "an order needs its topic: and text: or json:"));
        else if (source.Mqtt is null && source.Codec is null)
            errors.Add(order.Name.Error("an order needs lorawan.codec: the maker's encodeDownlink makes bytes of its data"));
    }

    /// <summary>A lock that stays open, or a number that stays on a sign, when the gateway is gone is worse than none.</summary>
    private void CheckNeeded(OrderShape needed)
    {
        if (source.Orders.FirstOrDefault(one => one.Name.Text == needed.Name) is not { } order)
            errors.Add(source.Kind!.Error($"a profile of '{kind.Name}' needs the order '{needed.Name}'"));
        else if (needed.Limit is not { } limit)
            return;
        else if (!Says(order, limit))
            errors.Add(order.Name.Error(
                $"'{needed.Name}' must say '{limit}', the seconds after which the device ends it by itself, also with the gateway away"));
        else if (source.Can.HoldsTimeLimit is not { Text: "true" })
            errors.Add((source.Can.HoldsTimeLimit ?? order.Name).Error(
                $"'{needed.Name}' must end by itself: can: {{ holds_time_limit: true }}; a device that cannot is none for '{kind.Name}'"));
        else if (source.Mqtt is null && source.RadioClass?.Text is not ("B" or "C"))
            errors.Add((source.RadioClass ?? order.Name).Error(
                $"'{needed.Name}' cannot wait until the device speaks: lorawan.class must be B or C"));
    }

    private void CheckTimeLimit()
    {
        var limits = _shapes.Select(one => one.Limit).OfType<string>().Distinct().DefaultIfEmpty("max_s").ToList();
        if (source.Can.HoldsTimeLimit is { Text: "true" } limit && !limits.Exists(name => source.Orders.Any(one => Says(one, name))))
            errors.Add(limit.Error($"no order says '{string.Join("' or '", limits)}': how would the device know its time?"));
    }

    private CelProgram? Compile(SourceText? text, CelEnvironment environment)
    {
        if (text is null)
            return null;
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

    private static bool Says(OrderSource order, string argument) =>
        order.Payload.Any(piece => piece.Expression?.Text.Contains(argument, StringComparison.Ordinal) == true);

    private static bool Covers(string filter, string topic) =>
        filter == topic || (filter.EndsWith("/#", StringComparison.Ordinal) && topic.StartsWith(filter[..^1], StringComparison.Ordinal));
}
