namespace Estate.Gateway.Configuration;

/// <summary>Who is told of alerts, when and how.</summary>
internal sealed partial class EstateFile
{
    public sealed class AlertsSection
    {
        /// <summary>Empty: staff desk at once, duty phone after 5 minutes, manager after 15.</summary>
        public List<LadderSection> Ladder { get; set; } = [];

        /// <summary>For types of alerts that have a ladder of their own.</summary>
        public List<OwnLadderSection> Ladders { get; set; } = [];

        /// <summary>When each shift begins, local time, HH:mm: two or three. Empty: "08:00" and "20:00".</summary>
        public List<string> Shifts { get; set; } = [];
        public List<DelaySection> Delays { get; set; } = [];
        public List<NotifierSection> Notifiers { get; set; } = [];
    }

    public sealed class LadderSection
    {
        public string Zh { get; set; } = "";
        public string En { get; set; } = "";
        public double AfterMin { get; set; }

        /// <summary>low, medium or high: the least severity of alerts that this step notifies of.</summary>
        public string From { get; set; } = "low";
        public List<string> Notify { get; set; } = [];
    }

    public sealed class OwnLadderSection
    {
        /// <summary>Types, such as trapped.</summary>
        public List<string> For { get; set; } = [];
        public List<LadderSection> Steps { get; set; } = [];
    }

    public sealed class DelaySection
    {
        public string Type { get; set; } = "";
        public double OnS { get; set; }
        public double OffS { get; set; } = 30;
    }

    /// <summary>A way of telling people; what is secret of it stands alone in secrets/notify/NAME of the data folder.</summary>
    public sealed class NotifierSection
    {
        public string Name { get; set; } = "";

        /// <summary>wecom, dingtalk, feishu, ntfy, gotify, webpush, webhook, alertmanager or mail.</summary>
        public string Type { get; set; } = "";
        public string? Url { get; set; }

        /// <summary>An Alertmanager is told again after so many seconds.</summary>
        public double RepeatS { get; set; } = 60;
        public string Host { get; set; } = "";
        public int Port { get; set; } = 25;

        /// <summary>true, false, starttls or implicit; nothing for what the port is known for.</summary>
        public string Tls { get; set; } = "";
        public string? CaFile { get; set; }
        public string From { get; set; } = "";
        public List<string> To { get; set; } = [];
    }
}
