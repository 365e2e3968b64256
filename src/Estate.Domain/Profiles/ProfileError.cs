namespace Estate.Domain.Profiles;

/// <summary>Something wrong in a profile's file; line and column count from 1.</summary>
public sealed record ProfileError(long Line, long Column, string Message);
