using System.Collections.Concurrent;
using Estate.Adapters.Storage;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Bins;

/// <summary>Which compartments of a station will be full by when; learned once in half an hour, from the half-hourly means.</summary>
internal sealed class FillForecasts(PageReads reads, RuleSchema schema, Rollups rollups, EstateLoop loop)
{
    private const string SeriesName = "bin", CategoryTag = "category", Field = "fill";

    /// <summary>Four weeks to be judged by, two to learn from before them, and a day.</summary>
    private const int Days = 43;

    private readonly ConcurrentDictionary<DeviceId, (long Slot, IReadOnlyDictionary<string, FillModel> Models)> _learned = new();

    private LocalDateTime Now => reads.Clock.Now.InZone(reads.Zone).LocalDateTime;

    /// <summary>Those that are not full and can be foretold better than by last week's level.</summary>
    internal async Task<IReadOnlyList<CompartmentForecast>> OfAsync(DeviceSettings station)
    {
        var models = ModelsOf(station.Device);
        if (models.Count == 0 || await loop.InspectAsync(machine => machine.StateOf(station.Device)) is not StationState state)
            return [];
        return [.. from one in state.Compartments
                   where one.Fill is not null && !one.IsFull && models.ContainsKey(WasteCategories.WordOf(one.Category))
                   select new CompartmentForecast(one.Category, models[WasteCategories.WordOf(one.Category)]
                       .Forecast(one.Fill!.Value, FillModel.FullAt(station), Now))];
    }

    private IReadOnlyDictionary<string, FillModel> ModelsOf(DeviceId station)
    {
        var slot = FillHistory.SlotOf(Now);
        if (!_learned.TryGetValue(station, out var known) || known.Slot != slot)
            _learned[station] = known = (slot, Learn(station));
        return known.Models;
    }

    private Dictionary<string, FillModel> Learn(DeviceId station)
    {
        var series = schema.WrittenBy(station.Kind).First(one => one.Name == SeriesName);
        var (now, windows) = (
            reads.Clock.Now, reads.Model.Programme.Policies.At(reads.Clock.Now).Windows.Select(one => (one.Start, one.EndExclusive)));
        var points = rollups.Read(
            series, Rollups.HalfHour, now - Duration.FromDays(Days), now, point => schema.SpeakerOf(point) == station);
        return points.GroupBy(point => point.Tags.First(tag => tag.Key == CategoryTag).Value)
            .Select(category => (category.Key, Model: FillModel.Learn(HistoryOf(category), Now, windows)))
            .Where(one => one.Model is not null).ToDictionary(one => one.Key, one => one.Model!);
    }

    private FillHistory HistoryOf(IEnumerable<Measurement> points) => new(points
        .SelectMany(point => point.Fields.Where(field => field.Key == Field).Select(field => (
            Slot: FillHistory.SlotOf(point.At.InZone(reads.Zone).LocalDateTime), field.Value.Number)))
        .DistinctBy(one => one.Slot).ToDictionary(one => one.Slot, one => one.Number));
}

public sealed record CompartmentForecast(WasteCategory Category, FillForecast Forecast);
