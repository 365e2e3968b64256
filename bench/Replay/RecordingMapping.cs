namespace Estate.Bench.Replay;

/// <summary>
/// What the columns of somebody's recording mean, as written in YAML. A value is a column by its name, or an expression in the rules'
/// language over the columns (<c>site + '-' + socket</c>, <c>row['energy (kWh)']</c>). One of counts, status, sessions, emptyings and
/// levels says what the rows are.
/// </summary>
internal sealed class RecordingMapping
{
    /// <summary>IANA, of times without an offset.</summary>
    public string Zone { get; set; } = "";
    public List<FileSection> Files { get; set; } = [];

    /// <summary>One character, or \t.</summary>
    public string Separator { get; set; } = ",";

    /// <summary>Characters that may stand around a value and are none of it, such as <c>[]'</c>; none, unless they are given.</summary>
    public string Trim { get; set; } = "";

    /// <summary>False: the first line is a row, and columns are called c1, c2 ...</summary>
    public bool Header { get; set; } = true;

    /// <summary>Which rows there are, true or false; left out, all. Others are counted and not read.</summary>
    public string? Where { get; set; }

    /// <summary>Whose row it is: a car park, bay, station or bin, in any characters.</summary>
    public string Id { get; set; } = "";

    /// <summary>When; of sessions, when they began. Left out where the files have their own.</summary>
    public string? Time { get; set; }

    /// <summary>NodaTime's patterns, tried in turn; with an offset where they have <c>o&lt;...&gt;</c>. Also unix_s and unix_ms.</summary>
    public List<string> TimeFormats { get; set; } = ["uuuu-MM-dd'T'HH:mm:ss"];

    /// <summary>Lines of each device of the replay, as in estate.yaml.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];
    public CountsSection? Counts { get; set; }
    public StatusSection? Status { get; set; }
    public SessionsSection? Sessions { get; set; }
    public EmptyingsSection? Emptyings { get; set; }
    public LevelsSection? Levels { get; set; }

    public sealed class FileSection
    {
        /// <summary>May have * and ?; such files are read in the order of their names.</summary>
        public string Name { get; set; } = "";

        /// <summary>Local time of rows without one, ISO 8601.</summary>
        public string? At { get; set; }
    }

    /// <summary>Each row says how many cars a car park holds.</summary>
    public sealed class CountsSection
    {
        public string Capacity { get; set; } = "";
        public string Occupied { get; set; } = "";

        /// <summary>A count that stays the same so long is remarked on.</summary>
        public double StuckHours { get; set; } = 24;
    }

    /// <summary>Each row says how a bay is.</summary>
    public sealed class StatusSection
    {
        public string Word { get; set; } = "";

        /// <summary>The operator's word, and ours: free, occupied or fault.</summary>
        public Dictionary<string, string> Words { get; set; } = [];
    }

    /// <summary>Each row is a session; its time is when it began.</summary>
    public sealed class SessionsSection
    {
        /// <summary>What no two have; left out, station and beginning.</summary>
        public string? Session { get; set; }

        /// <summary>When it ended, in the formats of times; or instead how long it was.</summary>
        public string? End { get; set; }
        public string? Length { get; set; }

        /// <summary>s, min or h.</summary>
        public string LengthUnit { get; set; } = "min";
        public string Energy { get; set; } = "";

        /// <summary>Wh, kWh or MWh.</summary>
        public string EnergyUnit { get; set; } = "kWh";

        /// <summary>A row with less is no session.</summary>
        public double MinWh { get; set; }
    }

    /// <summary>Each row is a bin that was emptied.</summary>
    public sealed class EmptyingsSection
    {
        public string Before { get; set; } = "";
        public string After { get; set; } = "";

        /// <summary>percent or share (0 to 1).</summary>
        public string Unit { get; set; } = "percent";
    }

    /// <summary>Each row is what the sensor of a bin measured; what a row does not say is an empty cell.</summary>
    public sealed class LevelsSection
    {
        public string Level { get; set; } = "";

        /// <summary>percent, share (0 to 1), cm (how high the waste stands) or cm_free (from the sensor down to it).</summary>
        public string Unit { get; set; } = "percent";

        /// <summary>Of the bin in cm, a number, too; for the units in cm.</summary>
        public string? Depth { get; set; }

        /// <summary>The operator's word instead of a number, and ours: full, empty or fault (the sensor has no value).</summary>
        public Dictionary<string, string> Words { get; set; } = [];
        public string? Temperature { get; set; }

        /// <summary>C or F.</summary>
        public string TemperatureUnit { get; set; } = "C";

        /// <summary>true or 1, false or 0.</summary>
        public string? Tilted { get; set; }
    }
}
