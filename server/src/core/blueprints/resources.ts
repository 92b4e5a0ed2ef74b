/** A resource that is made whole, as long as nobody has decided otherwise. Its settings have the names of the vocabulary. */
export type ResourceBlueprint = TrailBlueprint | BucketBlueprint | StoreBlueprint;

export interface TrailBlueprint {
  readonly kind: 'trail';
  readonly name: string;
  readonly switches: Partial<Readonly<Record<TrailSwitch, true>>>;
}

export type TrailSwitch = 'multiRegion' | 'organization' | 'globalServiceEvents' | 'logging' | 'logFileValidation';

/** A bucket for the logs of trails, which outlive what makes it. */
export interface BucketBlueprint {
  readonly kind: 'bucket';
  /** What its name starts with, where it does not have the name that the deployment gives it: names are unique in the world. */
  readonly namePrefix: string;
  /** A log file that is overwritten or deleted is still there: docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html */
  readonly versioning: 'Enabled';
  /** ACLs have no effect: docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
  readonly ownership: 'BucketOwnerEnforced';
  /** The name of the bucket that gets the access logs. */
  readonly accessLog: string | undefined;
}

export interface StoreBlueprint {
  readonly kind: 'store';
  readonly name: string;
  readonly switches: Readonly<Record<StoreSwitch, true>>;
  /** In days. */
  readonly retention: 366;
}

export type StoreSwitch = 'multiRegion' | 'terminationProtection';

/** A trail of which nothing is found but that it has no key. */
export function trail(name: string, organization = false): TrailBlueprint {
  return {
    kind: 'trail',
    name,
    switches: {
      multiRegion: true,
      ...(organization ? { organization: true } : {}),
      globalServiceEvents: true,
      logging: true,
      logFileValidation: true,
    },
  };
}

export function bucket(namePrefix: string, accessLog?: string): BucketBlueprint {
  return { kind: 'bucket', namePrefix, versioning: 'Enabled', ownership: 'BucketOwnerEnforced', accessLog };
}

/** A year is what one pays for anyway: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-manage-costs.html */
export function store(name: string): StoreBlueprint {
  return { kind: 'store', name, switches: { multiRegion: true, terminationProtection: true }, retention: 366 };
}
