namespace Estate.Gateway.Configuration;

/// <summary>estate.yaml as written; nothing is checked yet. Members are the file's snake_case names.</summary>
internal sealed partial class EstateFile
{
    public string Site { get; set; } = "";
    public NameSection Name { get; set; } = new();
    public string Zone { get; set; } = "Asia/Shanghai";
    public int Households { get; set; }

    /// <summary>An expression whose group is the building in a household's number; none: what stands before its first hyphen.</summary>
    public string? BuildingOfHousehold { get; set; }
    public SortingSection Sorting { get; set; } = new();
    public BrokerSection Broker { get; set; } = new();
    public InfluxSection? Influx { get; set; }
    public DistrictSection? District { get; set; }
    public List<ProviderSection> Providers { get; set; } = [];
    public List<SnmpSection> Snmp { get; set; } = [];
    public HomeAssistantSection HomeAssistant { get; set; } = new();
    public List<Dictionary<string, string>> Devices { get; set; } = [];

    /// <summary>auto, kernel or simulated.</summary>
    public string Gpio { get; set; } = "auto";
    public List<PinSection> Pins { get; set; } = [];

    /// <summary>
    /// Readers, displays and sensors on this machine's buses: device, terminal, chip, bus, address, and the chip's settings.
    /// </summary>
    public List<Dictionary<string, string>> Chips { get; set; } = [];
    public List<FeederSection> Feeders { get; set; } = [];
    public PointsSection Points { get; set; } = new();
    public AlertsSection Alerts { get; set; } = new();
    public BackupSection? Backup { get; set; }
    public RetentionSection Retention { get; set; } = new();

    public sealed class NameSection
    {
        public string Zh { get; set; } = "";
        public string En { get; set; } = "";
    }

    public sealed class SortingSection
    {
        /// <summary>0 to 1; none: the city's figure.</summary>
        public double? WetShareGoal { get; set; }

        /// <summary>Of the households, in a month, 0 to 1; none: no such goal.</summary>
        public double? ParticipationGoal { get; set; }
    }

    public sealed class BrokerSection
    {
        public string Host { get; set; } = "127.0.0.1";
        public int Port { get; set; } = 1883;
        public string? CaFile { get; set; }

        /// <summary>Devices with a password, over TLS; none: they are on this machine.</summary>
        public int? TlsPort { get; set; }

        /// <summary>Devices with a certificate of the estate's own authority.</summary>
        public int? TlsClientPort { get; set; }

        /// <summary>The address these two listen on; all without one.</summary>
        public string? Bind { get; set; }

        /// <summary>Further names and addresses by which devices reach the broker.</summary>
        public List<string> Names { get; set; } = [];
    }

    public sealed class HomeAssistantSection
    {
        public bool Enabled { get; set; }
        public string Prefix { get; set; } = "homeassistant";

        /// <summary>Where it says online when it has started; left out, PREFIX/status.</summary>
        public string? BirthTopic { get; set; }

        /// <summary>Of the names it shows: zh or en.</summary>
        public string Language { get; set; } = "zh";
    }

    public sealed class InfluxSection
    {
        public string Url { get; set; } = "http://127.0.0.1:8086/";

        /// <summary>v1, v2, v3 or victoria_metrics.</summary>
        public string Dialect { get; set; } = "v1";
        public string Database { get; set; } = "estate";
        public string? Organisation { get; set; }

        /// <summary>A file that holds the token and nothing else; the token itself never stands here.</summary>
        public string? TokenFile { get; set; }

        /// <summary>
        /// A file with a password: a 2.x server that nobody has set up gets its first account, organisation and bucket with it, and the
        /// token above.
        /// </summary>
        public string? SetupPasswordFile { get; set; }

        /// <summary>2.x: days the bucket keeps points, 30 to 36500; left out, as the server has it.</summary>
        public int? KeepDays { get; set; }

        /// <summary>2.x: days it keeps half-hour means in a bucket of their own, 30 to 36500; left out, it makes none.</summary>
        public int? MeansDays { get; set; }

        /// <summary>Megabytes of the disk that measurements may use while the server is away; 1 to 100000.</summary>
        public int SpillMb { get; set; } = 256;

        /// <summary>Lines per second of what is older than now; 100 to 1000000.</summary>
        public int BacklogPerS { get; set; } = 5_000;
    }

    /// <summary>Facts without anybody's data go to the district; without this section nothing leaves the estate.</summary>
    public sealed class DistrictSection
    {
        /// <summary>tls://HOST:PORT, several with commas between them; nats:// only within this computer.</summary>
        public string Url { get; set; } = "";

        /// <summary>A file with the seed of the estate's NKey and nothing else.</summary>
        public string KeyFile { get; set; } = "";

        /// <summary>Who signed the servers' certificates; left out, an authority this computer knows.</summary>
        public string? CaFile { get; set; }

        /// <summary>Facts of the journal that may be sent per second, 10 to 100000.</summary>
        public int FactsPerS { get; set; } = 2_000;

        /// <summary>Whether the committee is shown what the district proposes.</summary>
        public bool Proposals { get; set; }

        /// <summary>The public key that its proposals are signed with (PEM).</summary>
        public string? ProposalsKeyFile { get; set; }
    }

    /// <summary>Who is asked for a service; the key it signs with stands alone in secrets/provider/SERVICE of the data folder.</summary>
    public sealed class ProviderSection
    {
        /// <summary>Such as taxi.</summary>
        public string Service { get; set; } = "";
        public string Url { get; set; } = "";

        /// <summary>How often, while something is under way.</summary>
        public double AskEveryS { get; set; } = 15;
    }

    /// <summary>Whom boxes of the network believe; what is secret of it stands alone in secrets/snmp/NAME of the data folder.</summary>
    public sealed class SnmpSection
    {
        public string Name { get; set; } = "";

        /// <summary>v2c or v3.</summary>
        public string Version { get; set; } = "v2c";
        public string User { get; set; } = "";

        /// <summary>v3: sha, sha-224, sha-256 (left out), sha-384 or sha-512.</summary>
        public string? Auth { get; set; }

        /// <summary>v3: aes (left out) or none.</summary>
        public string? Privacy { get; set; }
    }

    /// <summary>One terminal of a device that hangs on this machine's own lines.</summary>
    public sealed class PinSection
    {
        public string Device { get; set; } = "";
        public string Terminal { get; set; } = "";

        /// <summary>A line's name such as GPIO17, or chip label and offset such as pinctrl-rp1:17.</summary>
        public string? Line { get; set; }

        /// <summary>Instead of a line, a card reader's two.</summary>
        public string? Data0 { get; set; }
        public string? Data1 { get; set; }

        /// <summary>high or low.</summary>
        public string Active { get; set; } = "high";

        /// <summary>as_is, disabled, pull_up or pull_down.</summary>
        public string Bias { get; set; } = "as_is";
        public double DebounceMs { get; set; }
        public double FrameGapMs { get; set; } = 30;
    }

    /// <summary>A supply line that several sockets share.</summary>
    public sealed class FeederSection
    {
        public string Name { get; set; } = "";

        /// <summary>Watt that it carries.</summary>
        public double LimitW { get; set; }

        /// <summary>KIND/NAME for all sockets of a device, KIND/NAME/NUMBER for one.</summary>
        public List<string> Sockets { get; set; } = [];
    }

    /// <summary>A backup each night; without this section there is none.</summary>
    public sealed class BackupSection
    {
        /// <summary>Of another disk, such as a folder on a USB stick; it is never created here.</summary>
        public string Folder { get; set; } = "";

        /// <summary>Local time, HH:mm.</summary>
        public string At { get; set; } = "03:30";

        /// <summary>How many stay in the folder.</summary>
        public int Keep { get; set; } = 14;
    }

    /// <summary>Days; what is left out has its default.</summary>
    public sealed class RetentionSection
    {
        public int? CardsDays { get; set; }
        public int? HouseholdsDays { get; set; }
        public int? AlertsDays { get; set; }
        public int? DeliveriesDays { get; set; }
        public int? RefusedDays { get; set; }
        public int? CodesDays { get; set; }
        public int? AuditDays { get; set; }
        public int? BackupsDays { get; set; }
        public int? EventsDays { get; set; }
        public int? FactsDays { get; set; }
    }

    public sealed class PointsSection
    {
        public string Programme { get; set; } = "sorting";
        public List<PolicySection> Policies { get; set; } = [];
    }

    public sealed class PolicySection
    {
        public int Version { get; set; } = 1;

        /// <summary>Local date and time from which this version holds, ISO 8601; empty for always.</summary>
        public string? EffectiveFrom { get; set; }
        public List<string> Windows { get; set; } = [];
        public int PointsPerSession { get; set; } = 5;
        public int SessionsPerDay { get; set; } = 2;
        public int PointsPerRoll { get; set; } = 160;
        public int MinGrams { get; set; } = 10;

        /// <summary>deposit or tap.</summary>
        public string Evidence { get; set; } = "deposit";
    }
}
