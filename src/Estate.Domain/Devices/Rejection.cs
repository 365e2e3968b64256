namespace Estate.Domain.Devices;

/// <summary>Something was refused: why, in a word that is counted, and where, in words for a person.</summary>
public sealed record Rejection(string Reason, string Detail);

/// <summary>The words of refusal; docs/wire-protocol.md explains each.</summary>
public static class RejectReason
{
    public const string BadTopic = "bad_topic";
    public const string TooLarge = "too_large";
    public const string NotJson = "not_json";
    public const string TooDeep = "too_deep";
    public const string MissingMember = "missing_member";
    public const string DuplicateMember = "duplicate_member";
    public const string BadMember = "bad_member";
    public const string UnknownType = "unknown_type";
    public const string UnknownKind = "unknown_kind";
    public const string NotInInventory = "not_in_inventory";
    public const string NotItsSource = "not_its_source";
    public const string Retained = "retained_event";
    public const string IdReused = "id_reused";
    public const string CommandEcho = "command_echo";
    public const string UnknownCommand = "unknown_command";
    public const string UnknownCompartment = "unknown_compartment";
    public const string Overtaken = "overtaken";
    public const string Simulated = "simulated";
    public const string RepeatedFrame = "repeated_frame";
    public const string HopLimit = "hop_limit";
    public const string Busy = "busy";
    public const string InternalError = "internal_error";
    public const string CodecFailed = "codec_failed";
    public const string OrderNotSent = "order_not_sent";
    public const string LevelOutOfRange = "level_out_of_range";
}
