using Estate.Bench.Replay;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Replay;

/// <summary>Anybody's recordings by a mapping alone: any ids, words, formats, units and columns.</summary>
public sealed class MappingTests : IDisposable
{
    private const string Sessions = """
        zone: Europe/Berlin
        files: [ { name: "s*.csv" } ]
        separator: ";"
        id: station + "-" + plug
        time: begin
        time_formats: [ "dd.MM.uuuu HH:mm" ]
        sessions: { end: end, energy: "row['Energie (Wh)']", energy_unit: Wh, min_wh: 50 }
        """;

    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ids_of_any_characters_are_ours_and_never_two_the_same()
    {
        var ids = new RecordedIds();
        string[] theirs = ["SV657", "sv657", "SV-657", "SV 657", "Straße 7/2", "甲-1", "乙-1", "---", "+", new('X', 200), new('x', 201)];
        var ours = theirs.Select(ids.Of).ToList();
        Assert.Equal("sv657", ours[0]);
        Assert.All(ours, name => Assert.True(DeviceId.IsValidLevel(name), name));
        Assert.Equal(ours.Count, ours.Distinct().Count());
        Assert.Equal(ours, theirs.Select(ids.Of));
        Assert.Equal(theirs, ids.Table.Select(id => id.Key));
    }

    [Fact]
    public void Capitals_and_the_word_for_a_fault_are_taken()
    {
        Write("log.csv", "Bay,State,Seen",
            "SV657,UNKNOWN,2026-03-02 08:00:00", "SV657,Y,2026-03-02 09:00:00", "SV657,N,2026-03-02 10:00:00",
            "SV658,Y,2026-03-02 08:30:00", "SV658,UNKNOWN,2026-03-02 08:40:00", "SV658,?,2026-03-02 08:50:00",
            "SV657,Y,2026-03-02 09:30:00");
        var report = Assert.Single(ReplayRuns.Parking(
            Mapping("""
                zone: Asia/Shanghai
                files: [ { name: log.csv } ]
                id: Bay
                time: Seen
                time_formats: [ "uuuu-MM-dd HH:mm:ss" ]
                status: { word: State, words: { Y: occupied, N: free, UNKNOWN: fault } }
                """), _folder.Path, _folder.Path));
        Assert.True(report.Reconciles);
        Assert.Equal((7, 5, 0, 1, 1), (report.In, report.Accepted, report.Duplicate, report.Rejected, report.Late));
        Assert.Equal((2, 3), (report.Reasons["new_space"], report.Reasons["changed"]));
        Assert.Equal(("bad_row", "status.words has no '?'", 7L),
            report.Refused.Select(one => (one.Reason, one.Detail, one.Row.Line)).First(one => one.Item1 == "bad_row"));
    }

    [Fact]
    public void Rows_that_are_none_of_the_recording_are_left_out_and_those_of_which_nobody_knows_are_refused()
    {
        Write("log.csv", "Bay,State,Seen,Test", "a,Y,2026-03-02T08:00:00,0", "a,N,2026-03-02T08:30:00,1", "a,N,2026-03-02T09:00:00,0",
            "a,Y,2026-03-02T09:30:00,x", "b,Y,not a time,1");
        var mapping = Mapping("""
            zone: Asia/Shanghai
            files: [ { name: log.csv } ]
            where: int(Test) == 0
            id: Bay
            time: Seen
            status: { word: State, words: { Y: occupied, N: free } }
            """);
        Assert.Equal(3, Recording.Read(MappingFile.Read(mapping), _folder.Path, out var leftOut).Count);
        Assert.Equal(2, leftOut);
        var report = Assert.Single(ReplayRuns.Parking(mapping, _folder.Path, _folder.Path));
        Assert.Equal((3, 2, 1), (report.In, report.Accepted, report.Rejected));
        Assert.Contains("neither true nor false", Assert.Single(report.Refused).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parking")]
    [InlineData("charging")]
    public void Levels_only_is_refused_where_there_are_no_emptyings(string kind)
    {
        Write("log.csv", "Bay,State,Seen", "a,Y,2026-03-02T08:00:00");
        var rows = kind == "parking" ? "status: { word: State, words: { Y: occupied } }" : "sessions: { length: State, energy: State }";
        var mapping = Mapping($"zone: Asia/Shanghai\nfiles: [ {{ name: log.csv }} ]\nid: Bay\ntime: Seen\n{rows}");
        var refusal = Assert.Throws<ConfigurationException>(() => ReplayCommand.Create()
            .Parse([kind, _folder.Path, "--mapping", mapping, "--levels-only", "--data", _folder.Path])
            .Invoke(new() { EnableDefaultExceptionHandler = false }));
        Assert.Contains("--levels-only", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_that_overlap_are_flagged_and_the_run_goes_on()
    {
        Write("s1.csv", "station;plug;begin;end;Energie (Wh)", "CA-1;A;02.03.2026 08:00;02.03.2026 09:00;3000",
            "CA-1;B;02.03.2026 08:00;02.03.2026 09:00;2000", "CA-1;A;02.03.2026 08:30;02.03.2026 09:30;1000",
            "CA-1;A;02.03.2026 09:30;02.03.2026 10:00;1e2", "CA-1;A;02.03.2026 11:00;02.03.2026 12:00;49",
            "CA-1;A;02.03.2026 08:00;02.03.2026 08:10;100", "CA-1;A;25.10.2026 02:10;25.10.2026 04:00;100");
        var reports = ReplayRuns.Sessions(Mapping(Sessions), _folder.Path, _folder.Path);
        Assert.All(reports, report => Assert.True(report.Reconciles, ReplayReport.Table(reports)));
        Assert.Equal([("CA-1-A", 6, 2), ("CA-1-B", 1, 1)], reports.Select(one => (one.Source, one.In, one.Accepted)));
        Assert.Equal(
            ["ambiguous_local_time 1", "below_min_wh 1", "overlaps_another_session 1", "same_session_twice 1"],
            reports[0].Reasons.Select(reason => $"{reason.Key} {reason.Value}"));
    }

    [Fact]
    public void A_counter_that_stays_the_same_for_a_day_is_remarked_on()
    {
        Write("c.csv", ["park,bays,cars,seen", .. Enumerable.Range(0, 40).Select(hour => FormattableString.Invariant(
            $"P1,10,{(hour < 3 ? hour : 7)},{1_772_400_000 + (hour * 3600)}"))]);
        var report = Assert.Single(ReplayRuns.Parking(
            Mapping("""
                zone: Asia/Shanghai
                files: [ { name: c.csv } ]
                id: park
                time: seen
                time_formats: [ unix_s ]
                counts: { capacity: bays, occupied: cars }
                """), _folder.Path, _folder.Path));
        Assert.Equal((40, 40, 13), (report.In, report.Accepted, report.Reasons["stuck_counter"]));
    }

    [Theory]
    [InlineData("id: station + \"-\" + plug", "id: staton", "line 4, column 5: id: there is no column 'staton'; did you mean 'station'?")]
    [InlineData("id: station + \"-\" + plug", "id: station +", "line 4, column 5: id: there is no column 'station +'")]
    [InlineData("zone: Europe/Berlin", "zone: Berlin", "line 1, column 7: zone: 'Berlin' is not an IANA zone")]
    [InlineData("dd.MM.uuuu HH:mm", "dd.QQ.uuuu", "line 6, column 17: time_formats[0]: ")]
    [InlineData("energy_unit: Wh", "energy_unit: kW", "sessions.energy_unit: 'kW' is not Wh or kWh or MWh")]
    [InlineData("end: end, ", "", "line 7, column 11: sessions: either end or length")]
    [InlineData("min_wh: 50", "min_wh: 050", "line 7, column 79: '050' is not a number such as 12.5")]
    [InlineData("separator: \";\"", "separator: \";\"\nid: x", "'id' is there twice")]
    [InlineData("separator: \";\"", "separater: \";\"", "separater")]
    [InlineData("sessions:", "emptyings: { before: a, after: b }\nsessions:", "what the rows are: one of counts, status, sessions")]
    public void A_mapping_that_does_not_fit_says_where_and_what(string right, string wrong, string expected)
    {
        Write("s1.csv", "station;plug;begin;end;Energie (Wh)", "a;b;c;d;e");
        var mapping = Mapping(Sessions.Replace(right, wrong, StringComparison.Ordinal));
        var mistake = Assert.Throws<ConfigurationException>(() => Recording.Read(MappingFile.Read(mapping), _folder.Path));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mapping_that_comes_with_the_project_can_be_read()
    {
        Assert.Equal(
            ["charging-acn", "parking-birmingham", "parking-melbourne", "waste-dtu-levels", "waste-edinburgh"], MappingFile.Shipped.Keys);
        Assert.Equal(
            ["charging", "parking", "parking", "bins", "bins"], MappingFile.Shipped.Keys.Select(name => MappingFile.Read(name).Kind));
    }

    private string Mapping(string yaml)
    {
        File.WriteAllText(_folder.File("mapping.yaml"), yaml);
        return _folder.File("mapping.yaml");
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(_folder.File(name), lines);
}
