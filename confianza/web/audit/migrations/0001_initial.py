from django.db import migrations, models

TABLES = ("audit_chain", "audit_entry", "audit_head")
REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The account of deeds is added to, never changed: % on % refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
TRIGGERS = """
CREATE TRIGGER audit_refuse_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def refuse_changes(apps, schema_editor):
    # SQLite gets no triggers: whoever holds the file could drop them (decision 0012).
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute(REFUSE, params=None)
        for table in TABLES:
            schema_editor.execute(TRIGGERS.format(table=table))


def allow_changes(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP FUNCTION IF EXISTS audit_refuse() CASCADE')


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=32)),
                ('root', models.CharField(max_length=64)),
                ('begun_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=150)),
                ('actor_roles', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('wrote', 'Changed'), ('read', 'Read'), ('searched', 'Searched'), ('exported', 'Exported'), ('printed', 'Printed'), ('signed_in', 'Signed in'), ('refused', 'Refused')], default='wrote', max_length=20)),
                ('action', models.CharField(db_index=True, max_length=100)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('purpose', models.CharField(blank=True, max_length=200)),
                ('details', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('entry', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('next_key', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.RunPython(refuse_changes, allow_changes, elidable=False),
    ]
