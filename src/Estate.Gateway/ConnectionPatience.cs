namespace Estate.Gateway;

/// <summary>How long a connection may say nothing, and how long it may take to say all of a request's head.</summary>
internal sealed record ConnectionPatience(TimeSpan Idle, TimeSpan HalfSent)
{
    public static readonly ConnectionPatience Usual = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));
}
