using Estate.Domain.Alerts;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Commands;

public sealed class ShiftSettingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"08:00\"", "alerts.shifts: two or three times at which a shift begins, not 1")]
    [InlineData("\"00:00\", \"06:00\", \"12:00\", \"18:00\"", "alerts.shifts: two or three times at which a shift begins, not 4")]
    [InlineData("\"08:00\", \"8 pm\"", "alerts.shifts[1]: '8 pm' is not a time such as \"08:00\"")]
    [InlineData("\"24:00\", \"08:00\"", "alerts.shifts[0]: '24:00' is not a time such as \"08:00\"")]
    [InlineData("\"08:00\", \"08:00\"", "alerts.shifts: each begins an hour or more after the one before")]
    [InlineData("\"23:30\", \"00:15\"", "alerts.shifts: each begins an hour or more after the one before")]
    [InlineData("08:00, 20:00", "line 4, column 21")]
    public void Invalid_shifts_are_reported_with_their_places(string shifts, string mistake) =>
        Assert.Contains(mistake, Assert.Throws<ConfigurationException>(() => Read(shifts)).Message, StringComparison.Ordinal);

    [Fact]
    public void Shifts_are_two_from_eight_o_clock_unless_the_file_says_otherwise()
    {
        Assert.Same(ShiftPlan.Usual, Read("").Alerts.Policy.Shifts);
        Assert.Equal(
            [new LocalTime(7, 0), new(15, 0), LocalTime.Midnight],
            Read("\"07:00\", \"15:00\", \"00:00\"").Alerts.Policy.Shifts.Begins);
    }

    private EstateModel Read(string shifts)
    {
        var file = _folder.File("estate.yaml");
        File.WriteAllText(
            file, "site: s\nhouseholds: 1\ndevices: [ { id: bins/a } ]\nalerts: { shifts: [ " + shifts + " ] }\n"
            + "points: { policies: [ { windows: [\"00:00-12:00\"] } ] }");
        return EstateFileReader.Read(file);
    }
}
